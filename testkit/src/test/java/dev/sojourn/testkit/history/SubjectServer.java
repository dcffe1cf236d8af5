// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sojourn.Session;
import dev.sojourn.SessionBusyException;
import dev.sojourn.SessionConflictException;
import dev.sojourn.SessionListener;
import dev.sojourn.SessionManager;
import dev.sojourn.store.SessionStore;
import dev.sojourn.store.StoreUnavailableException;
import dev.sojourn.web.RequestSession;
import dev.sojourn.web.WebSessions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The smallest application that the workload can examine, as {@code docs/checker.md} describes it, over the JDK's server. */
final class SubjectServer implements AutoCloseable {
    static {
        // Head and body leave in two packets; without this the second one waits for 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(DaemonThreads.named("subject-"));
    private final SessionManager manager;
    private final WebSessions sessions;
    private final SubjectSections sections = new SubjectSections();

    SubjectServer(SessionStore store) throws IOException {
        this(store, new SecureRandom());
    }

    SubjectServer(SessionStore store, SecureRandom random) throws IOException {
        this(store, random, event -> {});
    }

    SubjectServer(SessionStore store, SecureRandom random, SessionListener listener) throws IOException {
        this(SessionManager.builder(store)
                .random(random)
                .inlineListener(listener)
                .withoutThreads()
                .build());
    }

    /** With this manager, which is closed with the server. */
    SubjectServer(SessionManager manager) throws IOException {
        this.manager = manager;
        sessions = WebSessions.builder(manager).build();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    URI home() {
        return home(port());
    }

    static URI home(int port) {
        return URI.create("http://localhost:" + port + "/");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        manager.close();
    }

    private void serve(HttpExchange http) throws IOException {
        RequestSession request = sessions.begin(new SubjectExchange(http));
        int status = 200;
        String body = "";
        try {
            body = answer(http, request);
            status = body.isEmpty() ? 303 : 200;
            request.commit();
        } catch (SubjectSections.RefusedException refused) {
            status = refused.status();
        } catch (SessionConflictException lost) {
            request.abandon();
            status = 409;
        } catch (StoreUnavailableException | SessionBusyException down) {
            request.abandon();
            status = 503;
        }
        try (http) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            http.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            http.getResponseBody().write(bytes);
        } finally {
            request.complete();
        }
    }

    private String answer(HttpExchange http, RequestSession request) throws IOException {
        String form = new String(http.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        switch (http.getRequestURI().getPath()) {
            case "/increment" -> request.sessionOrCreate().update("visits", 0, visits -> visits + 1);
            case "/login" -> request.sessionOrCreate().login(form.substring("user=".length()));
            case "/logout" -> request.session().ifPresent(Session::invalidate);
            case "/exclusive" -> sections.count(form, request);
            case "/exclusive/entered" -> sections.awaitEntered(form);
            case "/exclusive/leave" -> sections.leave(form);
            default -> {
                return json(request.session());
            }
        }
        return "";
    }

    private static String json(Optional<Session> session) {
        return session.map(open -> "{\"id\":\"" + open.id() + "\",\"isNew\":" + open.isNew() + ",\"created\":\""
                        + open.created()
                        + "\",\"data\":{\"visits\":" + open.get("visits").orElse(0)
                        + open.principal()
                                .map(user -> ",\"user\":\"" + user + "\"")
                                .orElse("") + "}}")
                .orElse("{\"id\":null,\"isNew\":null,\"created\":null,\"data\":{}}");
    }
}
