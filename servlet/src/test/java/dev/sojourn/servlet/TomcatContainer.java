// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.authenticator.BasicAuthenticator;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.util.descriptor.web.LoginConfig;

/** Tomcat 11: Servlet 6.1. */
public final class TomcatContainer implements TestContainer {
    private final Tomcat tomcat;
    private final Path directory;

    private TomcatContainer(Tomcat tomcat, Path directory) {
        this.tomcat = tomcat;
        this.directory = directory;
    }

    /** Starts one. */
    public static TomcatContainer start(String contextPath, Application application) {
        return start(contextPath, application, (tomcat, context) -> {});
    }

    /** Starts one that knows the user of {@link LoginTests}, and asks by HTTP Basic. */
    public static TomcatContainer startWithLogin(String contextPath, Application application) {
        return start(contextPath, application, (tomcat, context) -> {
            tomcat.addUser(LoginTests.USER, LoginTests.PASSWORD);
            context.setLoginConfig(new LoginConfig("BASIC", "test", null, null));
            context.getPipeline().addValve(new BasicAuthenticator());
        });
    }

    private static TomcatContainer start(
            String contextPath, Application application, BiConsumer<Tomcat, Context> settings) {
        try {
            Path directory = Files.createTempDirectory("tomcat");
            Tomcat tomcat = new Tomcat();
            tomcat.setBaseDir(directory.toString());
            tomcat.setHostname("127.0.0.1");
            tomcat.setPort(0);
            tomcat.getConnector().setProperty("address", "127.0.0.1");
            Context context = tomcat.addContext(contextPath, new File(directory.toString()).getAbsolutePath());
            settings.accept(tomcat, context);
            context.setParentClassLoader(TomcatContainer.class.getClassLoader());
            context.addServletContainerInitializer(
                    (classes, servletContext) -> application.start(servletContext), Set.of());
            String errorPage = System.getProperty("test.errorPage");
            if (errorPage != null) {
                ErrorPage page = new ErrorPage();
                page.setLocation(errorPage);
                context.addErrorPage(page);
            }
            tomcat.start();
            if (!context.getState().isAvailable()) {
                throw new IllegalStateException("Tomcat's context did not start: " + context.getState());
            }
            return new TomcatContainer(tomcat, directory);
        } catch (IOException | LifecycleException problem) {
            throw new IllegalStateException("Tomcat did not start", problem);
        }
    }

    @Override
    public int port() {
        return tomcat.getConnector().getLocalPort();
    }

    @Override
    public void close() {
        try {
            tomcat.stop();
            tomcat.destroy();
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (LifecycleException | IOException problem) {
            throw new IllegalStateException("Tomcat did not stop", problem);
        }
    }
}
