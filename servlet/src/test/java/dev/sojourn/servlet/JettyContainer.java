// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import jakarta.servlet.ServletContainerInitializer;
import java.util.function.Consumer;
import org.eclipse.jetty.ee11.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.security.ConstraintSecurityHandler;
import org.eclipse.jetty.security.HashLoginService;
import org.eclipse.jetty.security.UserStore;
import org.eclipse.jetty.security.authentication.BasicAuthenticator;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.security.Credential;

/** Jetty 12.1 with the EE 11 servlet environment: Servlet 6.1. */
public final class JettyContainer implements TestContainer {
    private static final int ACCEPT_QUEUE = 512;

    private final Server server;
    private final ServerConnector connector;

    private JettyContainer(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
    }

    /** Starts one, whose own sessions are switched on: they must stay unused all the same. */
    public static JettyContainer start(String contextPath, Application application) {
        return start(contextPath, application, ServletContextHandler.SESSIONS);
    }

    /** Starts one that knows the user of {@link LoginTests}, and asks by HTTP Basic. */
    public static JettyContainer startWithLogin(String contextPath, Application application) {
        UserStore users = new UserStore();
        users.addUser(LoginTests.USER, Credential.getCredential(LoginTests.PASSWORD), new String[] {"visitor"});
        HashLoginService service = new HashLoginService("test");
        service.setUserStore(users);
        ConstraintSecurityHandler security = new ConstraintSecurityHandler();
        security.setLoginService(service);
        security.setAuthenticator(new BasicAuthenticator());
        return start(
                contextPath,
                application,
                ServletContextHandler.SESSIONS,
                context -> context.setSecurityHandler(security));
    }

    /** Starts one with these options of {@link ServletContextHandler}. */
    public static JettyContainer start(String contextPath, Application application, int options) {
        return start(contextPath, application, options, context -> {});
    }

    private static JettyContainer start(
            String contextPath, Application application, int options, Consumer<ServletContextHandler> settings) {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        // The default, 50, is less than some tests connect with at once: the others would try again after a second.
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        server.addConnector(connector);
        ServletContextHandler handler = new ServletContextHandler(contextPath.isEmpty() ? "/" : contextPath, options);
        settings.accept(handler);
        ServletContainerInitializer starter = (classes, context) -> application.start(context);
        handler.addServletContainerInitializer(starter);
        String errorPage = System.getProperty("test.errorPage");
        if (errorPage != null) {
            ErrorPageErrorHandler pages = new ErrorPageErrorHandler();
            pages.addErrorPage(400, 599, errorPage);
            handler.setErrorHandler(pages);
        }
        server.setHandler(handler);
        try {
            server.start();
        } catch (Exception problem) {
            throw new IllegalStateException("Jetty did not start", problem);
        }
        return new JettyContainer(server, connector);
    }

    @Override
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception problem) {
            throw new IllegalStateException("Jetty did not stop", problem);
        }
    }
}
