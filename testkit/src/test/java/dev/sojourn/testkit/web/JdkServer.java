// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.web;

import com.sun.net.httpserver.HttpServer;
import dev.sojourn.SessionConflictException;
import dev.sojourn.store.StoreUnavailableException;
import dev.sojourn.web.RequestSession;
import dev.sojourn.web.WebSessions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An adapter to the server of the JDK, and the server. */
final class JdkServer implements ContractServer {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    JdkServer(String mount, boolean secure, WebSessions sessions, ContractApplication application) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(mount, exchange -> {
            JdkExchange view = new JdkExchange(exchange, secure);
            RequestSession request = sessions.begin(view);
            view.bind(request);
            answer(view, request, application);
        });
        server.start();
    }

    private static void answer(JdkExchange view, RequestSession request, ContractApplication application)
            throws IOException {
        try {
            application.handle(view);
            view.end();
        } catch (StoreUnavailableException down) {
            view.refuse(503);
        } catch (SessionConflictException conflict) {
            view.refuse(409);
        } catch (Exception | AssertionError failure) {
            view.refuse(500);
        } finally {
            request.complete();
            view.closeConnection();
        }
    }

    @Override
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void stop() {
        server.stop(0);
        threads.shutdownNow();
    }
}
