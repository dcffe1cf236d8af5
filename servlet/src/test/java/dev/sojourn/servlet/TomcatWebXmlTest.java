// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;

/** {@link WebXmlTests} on Tomcat. */
final class TomcatWebXmlTest extends WebXmlTests {
    @Override
    TestContainer start(Path directory) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(directory.resolve("base").toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        Context context = tomcat.addWebapp("", directory.toString());
        context.setParentClassLoader(TomcatWebXmlTest.class.getClassLoader());
        tomcat.start();
        return new TestContainer() {
            @Override
            public int port() {
                return tomcat.getConnector().getLocalPort();
            }

            @Override
            public void close() {
                try {
                    tomcat.stop();
                    tomcat.destroy();
                } catch (LifecycleException problem) {
                    throw new IllegalStateException(problem);
                }
            }
        };
    }
}
