// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** The application under examination, as seen over HTTP. Thread-safe. */
final class Subject {
    private static final long IDLE_SECONDS = 2;
    private static final long PAUSE_NANOS = 10_000_000;

    private final SubjectSettings settings;
    private final Executor threads;
    private final HttpClient http;
    private final AtomicInteger turn = new AtomicInteger();

    Subject(SubjectSettings settings) {
        this.settings = settings;
        this.threads = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                DaemonThreads.named("workload-http-"));
        this.http = HttpClient.newBuilder()
                .version(Version.HTTP_1_1)
                .connectTimeout(settings.requestTimeout())
                .executor(threads)
                .build();
    }

    /** Asks the next target for the session's state; an empty token is not sent. */
    Reply look(String token) {
        URI target = nextTarget();
        return send(target, request(target, "/api/session", token).GET().build());
    }

    /** Sends the form of a login, with the password if there is one. */
    Reply login(String token, String user) {
        String password = settings.password().isEmpty()
                ? ""
                : "&password=" + URLEncoder.encode(settings.password(), StandardCharsets.UTF_8);
        return post("/login", token, "user=" + user + password);
    }

    /** Sends a form to the next target, as from a page of its own; an empty token is not sent. */
    Reply post(String path, String token, String form) {
        return post(nextTarget(), path, token, form);
    }

    /** Sends it to this target. */
    Reply post(URI target, String path, String token, String form) {
        return post(target, path, token, form, settings.requestTimeout());
    }

    private Reply post(URI target, String path, String token, String form, Duration patience) {
        return send(
                target,
                request(target, path, token)
                        .timeout(patience)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Origin", target.getScheme() + "://" + target.getAuthority())
                        .POST(BodyPublishers.ofString(form))
                        .build());
    }

    /** Sends it on another thread, so that an interrupt of this one does not take it back, and waits longer by so much. */
    CompletableFuture<Reply> postBeside(URI target, String path, String token, String form, Duration longer) {
        Duration patience = settings.requestTimeout().plus(longer);
        return CompletableFuture.supplyAsync(() -> post(target, path, token, form, patience), threads);
    }

    URI nextTarget() {
        return settings.targets()
                .get(Math.floorMod(turn.getAndIncrement(), settings.targets().size()));
    }

    private HttpRequest.Builder request(URI target, String path, String token) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(target.resolve(path)).timeout(settings.requestTimeout());
        if (!token.isEmpty()) {
            request.header("Cookie", token);
        }
        return request;
    }

    /** Who was refused waits a moment: else the clients of a server that is down would fill the history. */
    private Reply send(URI target, HttpRequest request) {
        Reply reply = trySend(target, request);
        if (!reply.isSuccess()) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return reply;
    }

    private Reply trySend(URI target, HttpRequest request) {
        String node = target.getAuthority();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            String name = response.headers().firstValue(settings.nodeHeader()).orElse(node);
            return Reply.of(name, response, settings.cookieNames());
        } catch (ConnectException | HttpConnectTimeoutException nothingSent) {
            return Reply.none(Answer.unreachable(node));
        } catch (IOException lost) {
            return Reply.none(Answer.unknown(node, lost.getClass().getSimpleName()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Reply.none(Answer.unknown(node, "interrupted"));
        }
    }
}
