// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A visitor with one cookie jar for one cookie, who follows no redirect, and sees to it that the container sets no cookie. */
final class Browser {
    private static final HttpClient CLIENT = client();

    private final HttpClient client;
    private final int port;
    private final String root;
    private Optional<String> cookie = Optional.empty();

    Browser(int port) {
        this(port, CLIENT);
    }

    private Browser(int port, HttpClient client) {
        this.client = client;
        this.port = port;
        this.root = "http://localhost:" + port;
    }

    private static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    /**
     * The same visitor on a connection that nobody has used. After a server has answered without reading the whole body, it may close
     * the one that there was, and the JDK's client sends a POST on it all the same, and not again (RFC 9112 §9.3.1).
     */
    Browser connectedAnew() {
        Browser anew = new Browser(port, client());
        anew.cookie = cookie;
        return anew;
    }

    /** Where the application is, for tests that speak to it in their own way. */
    int port() {
        return port;
    }

    Reply get(String path) {
        return send(request(path).GET().build());
    }

    Reply head(String path) {
        return send(request(path)
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build());
    }

    /** A request whose answer is not waited for; its cookie is not kept. */
    CompletableFuture<Reply> getLater(String path) {
        return client.sendAsync(request(path).GET().build(), BodyHandlers.ofString())
                .thenApply(Reply::new);
    }

    /** An answer whose body is read as it comes; its cookie is not kept. */
    HttpResponse<InputStream> open(String path) throws IOException, InterruptedException {
        return client.send(request(path).GET().build(), BodyHandlers.ofInputStream());
    }

    /** The {@code name=value} that is sent. */
    Optional<String> cookie() {
        return cookie;
    }

    void cookie(String nameAndValue) {
        cookie = Optional.of(nameAndValue);
    }

    void forgetCookie() {
        cookie = Optional.empty();
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(root + path)).timeout(Duration.ofSeconds(20));
        cookie.ifPresent(held -> request.header("Cookie", held));
        return request;
    }

    Reply send(HttpRequest request) {
        try {
            Reply reply = new Reply(client.send(request, BodyHandlers.ofString()));
            reply.sessionCookie().ifPresent(this::keep);
            return reply;
        } catch (IOException problem) {
            throw new IllegalStateException("no answer to " + request.uri().getPath(), problem);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private void keep(String line) {
        String pair = line.split(";", 2)[0];
        cookie = pair.endsWith("=") ? Optional.empty() : Optional.of(pair);
    }

    /** An answer. */
    record Reply(HttpResponse<String> response) {
        Reply {
            assertFalse(
                    response.headers().map().toString().contains("JSESSIONID"),
                    "the container's own session must never be made");
        }

        int status() {
            return response.statusCode();
        }

        String body() {
            return response.body();
        }

        List<String> headers(String name) {
            return response.headers().allValues(name);
        }

        List<String> setCookies() {
            return headers("Set-Cookie");
        }

        /** Our cookie's line; the application's own cookies begin with {@code app}. */
        Optional<String> sessionCookie() {
            List<String> ours = setCookies().stream()
                    .filter(line -> !line.startsWith("app"))
                    .toList();
            assertFalse(ours.size() > 1, "at most one session cookie in a response");
            return ours.stream().findFirst();
        }
    }
}
