// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.http;

import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The process that is measured: Jetty with one subject, until its standard input ends. */
final class SubjectServer {
    /** What precedes the port in the one line that it prints. */
    static final String LISTENING = "listening on ";

    private SubjectServer() {}

    /**
     * Serves.
     *
     * @param arguments name of the subject, address of the backend
     */
    public static void main(String[] arguments) throws Exception {
        Subject subject = Subject.valueOf(arguments[0]);
        Server server = new Server();
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(false);
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.NO_SESSIONS);
        subject.addTo(context, arguments[1]);
        server.setHandler(context);
        server.start();
        System.out.println(LISTENING + connector.getLocalPort());
        while (System.in.read() >= 0) {
            // nothing is said; the end of it ends the process
        }
        System.exit(0);
    }
}
