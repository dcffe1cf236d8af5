// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import dev.sojourn.SessionManager;
import dev.sojourn.servlet.SessionFilter;
import dev.sojourn.web.csrf.CsrfGuard;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.util.EnumSet;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The demo application in an embedded Jetty, on this machine's loopback address only. */
final class DemoServer implements AutoCloseable {
    private final Server server;
    private final ServerConnector connector;
    private final SessionManager manager;

    private DemoServer(Server server, ServerConnector connector, SessionManager manager) {
        this.server = server;
        this.connector = connector;
        this.manager = manager;
    }

    /**
     * Starts serving.
     *
     * @throws IOException if the port cannot be used
     * @throws UnusableStoreException if the store cannot be used
     */
    static DemoServer start(int port, DemoSettings settings) throws IOException {
        Server server = new Server();
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost("localhost");
        connector.setPort(port);
        server.addConnector(connector);
        connector.open(); // before anything else: a busy port is the user's to know, not a stack trace

        SessionManager manager = open(settings, connector);
        server.setHandler(application(manager));
        server.setStopTimeout(2_000);
        DemoServer demo = new DemoServer(server, connector, manager);
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

    private static SessionManager open(DemoSettings settings, ServerConnector connector) {
        try {
            return settings.open();
        } catch (RuntimeException unusable) {
            connector.close();
            throw unusable;
        }
    }

    private static ServletContextHandler application(SessionManager manager) {
        ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.NO_SESSIONS);
        // curl keeps cookies and says nothing of where a request comes from; browsers do, and are guarded.
        CsrfGuard guard = CsrfGuard.builder().allowLegacyClients().build();
        FilterHolder sessions =
                new FilterHolder(SessionFilter.builder(manager).guard(guard).build());
        sessions.setAsyncSupported(true);
        context.addFilter(sessions, "/*", EnumSet.allOf(DispatcherType.class));
        add(context, "", new HomePage());
        add(context, "/increment", new IncrementAction());
        add(context, "/login", new LoginAction());
        add(context, "/logout", new LogoutAction());
        add(context, "/api/session", new SessionApi());
        add(context, "/style.css", new StyleSheet());
        return context;
    }

    private static void add(ServletContextHandler context, String path, HttpServlet servlet) {
        context.addServlet(new ServletHolder(servlet), path);
    }
}
