// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** Somebody with a browser's cookie jar who looks at the demo over a real connection, and follows no redirect. */
final class Visitor {
    /** The password of everybody. */
    static final String PASSWORD = "sesame";

    private final CookieManager cookies = new CookieManager();
    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(cookies)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private URI home;

    Visitor(DemoServer server) {
        this(server.port());
    }

    Visitor(int port) {
        this.home = URI.create("http://localhost:" + port + "/");
    }

    /** Goes on at a server on another port: cookies know no ports. */
    Visitor at(int port) {
        home = URI.create("http://localhost:" + port + "/");
        return this;
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(home.resolve(path)).GET());
    }

    /** As somebody with this cookie. */
    HttpResponse<String> getAs(String token, String path) {
        return send(HttpRequest.newBuilder(home.resolve(path))
                .header("Cookie", "sid=" + token)
                .GET());
    }

    /** Sends a form of the demo's own pages. */
    HttpResponse<String> post(String path, String form) {
        return send(form(path, form).header("Origin", home.getScheme() + "://" + home.getAuthority()));
    }

    /** Sends a form as a program does that says nothing of where it comes from. */
    HttpResponse<String> postSilently(String path, String form) {
        return send(form(path, form));
    }

    /** Sends a form as a browser does when a page of another site has it. */
    HttpResponse<String> forged(String path, String form) {
        return send(form(path, form).header("Sec-Fetch-Site", "cross-site"));
    }

    /** Sends a form as another browser that has this cookie. */
    HttpResponse<String> postAs(String token, String userAgent, String path, String form) {
        return send(form(path, form)
                .header("Cookie", "sid=" + token)
                .header("User-Agent", userAgent)
                .header("Sec-Fetch-Site", "same-origin"));
    }

    HttpResponse<String> signIn(String name) {
        return post("/login", "user=" + name + "&password=" + PASSWORD);
    }

    List<String> cookieValues() {
        return cookies.getCookieStore().getCookies().stream()
                .map(java.net.HttpCookie::getValue)
                .toList();
    }

    private HttpRequest.Builder form(String path, String form) {
        return HttpRequest.newBuilder(home.resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
