// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import dev.sojourn.SessionManager;
import dev.sojourn.demo.site.Site;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Supplier;
import org.eclipse.jetty.ee11.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The demo application in an embedded Jetty, on this machine's loopback address only. */
final class DemoServer implements AutoCloseable {
    /** When the server stops, browsers hold connections that nobody uses: not worth a second each time. */
    private static final long CONNECTION_IDLE_AT_STOP_MILLIS = 100;

    private final Server server;
    private final ServerConnector connector;
    private final SessionManager manager;

    private DemoServer(Server server, ServerConnector connector, SessionManager manager) {
        this.server = server;
        this.connector = connector;
        this.manager = manager;
    }

    /**
     * Starts serving, on any free port if it is 0.
     *
     * @param sessions what opens them; the server closes them again
     * @throws IOException if the port cannot be used
     * @throws UnusableStoreException if the store cannot be used
     */
    static DemoServer start(int port, Supplier<OpenSessions> sessions) throws IOException {
        return start(port, sessions, false);
    }

    /** The same, with or without figures for everybody who asks; see {@link MetricsPage}. */
    static DemoServer start(int port, Supplier<OpenSessions> sessions, boolean metrics) throws IOException {
        Server server = new Server();
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost("localhost");
        connector.setPort(port);
        connector.setShutdownIdleTimeout(CONNECTION_IDLE_AT_STOP_MILLIS);
        server.addConnector(connector);
        connector.open(); // before anything else: a busy port is the user's to know, not a stack trace

        OpenSessions open = open(sessions, connector);
        server.setHandler(application(open, metrics));
        server.setStopTimeout(2_000);
        DemoServer demo = new DemoServer(server, connector, open.manager());
        try {
            server.start();
        } catch (Exception failed) {
            demo.close();
            throw new IllegalStateException("the server did not start: " + failed.getMessage(), failed);
        }
        return demo;
    }

    int port() {
        return connector.getLocalPort();
    }

    /** Waits until the server has stopped. */
    void join() {
        try {
            server.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets requests under way finish, for two seconds at most, then closes the sessions' store. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception hanging) {
            System.getLogger(DemoServer.class.getName())
                    .log(System.Logger.Level.WARNING, "the server did not stop cleanly", hanging);
        } finally {
            manager.close();
        }
    }

    private static OpenSessions open(Supplier<OpenSessions> sessions, ServerConnector connector) {
        try {
            return sessions.get();
        } catch (RuntimeException unusable) {
            connector.close();
            throw unusable;
        }
    }

    private static ServletContextHandler application(OpenSessions sessions, boolean metrics) {
        ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.NO_SESSIONS);
        context.addEventListener(new Site(sessions.manager(), sessions.store()));
        if (metrics) {
            context.addServlet(new MetricsPage(sessions.manager()), "/metrics");
        }
        ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
        errors.addErrorPage(HttpServletResponse.SC_NOT_FOUND, Site.MISSING);
        context.setErrorHandler(errors);
        return context;
    }
}
