// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import java.nio.file.Path;
import org.eclipse.jetty.ee11.annotations.AnnotationConfiguration;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** {@link WebXmlTests} on Jetty. */
final class JettyWebXmlTest extends WebXmlTests {
    @Override
    TestContainer start(Path directory) throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        WebAppContext application = new WebAppContext(directory.toString(), "/");
        application.addConfiguration(new AnnotationConfiguration());
        application.setParentLoaderPriority(true);
        server.setHandler(application);
        server.start();
        return new TestContainer() {
            @Override
            public int port() {
                return connector.getLocalPort();
            }

            @Override
            public void close() {
                try {
                    server.stop();
                } catch (Exception problem) {
                    throw new IllegalStateException(problem);
                }
            }
        };
    }
}
