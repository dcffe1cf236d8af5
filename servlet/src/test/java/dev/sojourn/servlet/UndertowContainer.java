// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.security.idm.Account;
import io.undertow.security.idm.Credential;
import io.undertow.security.idm.IdentityManager;
import io.undertow.security.idm.PasswordCredential;
import io.undertow.server.handlers.PathHandler;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ErrorPage;
import io.undertow.servlet.api.LoginConfig;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.net.InetSocketAddress;
import java.security.Principal;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Undertow 2.3: Servlet 6.0. */
public final class UndertowContainer implements TestContainer {
    private final Undertow server;
    private final DeploymentManager deployment;

    private UndertowContainer(Undertow server, DeploymentManager deployment) {
        this.server = server;
        this.deployment = deployment;
    }

    /** Starts one. */
    public static UndertowContainer start(String contextPath, Application application) {
        return start(contextPath, application, info -> {});
    }

    /** Starts one that knows the user of {@link LoginTests}, and asks by HTTP Basic. */
    public static UndertowContainer startWithLogin(String contextPath, Application application) {
        return start(contextPath, application, info -> info.setIdentityManager(new OneUser())
                .setLoginConfig(new LoginConfig("BASIC", "test")));
    }

    private static UndertowContainer start(
            String contextPath, Application application, Consumer<DeploymentInfo> settings) {
        String mount = contextPath.isEmpty() ? "/" : contextPath;
        DeploymentInfo info = Servlets.deployment()
                .setClassLoader(UndertowContainer.class.getClassLoader())
                .setContextPath(mount)
                .setDeploymentName("test")
                .addServletContainerInitializer(new ServletContainerInitializerInfo(
                        Starter.class, new ImmediateInstanceFactory<>(new Starter(application)), Set.of()));
        settings.accept(info);
        String errorPage = System.getProperty("test.errorPage");
        if (errorPage != null) {
            info.addErrorPage(new ErrorPage(errorPage));
        }
        DeploymentManager deployment = Servlets.newContainer().addDeployment(info);
        deployment.deploy();
        try {
            PathHandler root = Handlers.path().addPrefixPath(mount, deployment.start());
            Undertow server = Undertow.builder()
                    .addHttpListener(0, "127.0.0.1")
                    .setIoThreads(2)
                    .setWorkerThreads(16)
                    .setHandler(root)
                    .build();
            server.start();
            return new UndertowContainer(server, deployment);
        } catch (ServletException problem) {
            throw new IllegalStateException("Undertow did not start", problem);
        }
    }

    @Override
    public int port() {
        return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
    }

    @Override
    public void close() {
        try {
            server.stop();
            deployment.stop();
            deployment.undeploy();
        } catch (ServletException problem) {
            throw new IllegalStateException("Undertow did not stop", problem);
        }
    }

    /** Knows the user of {@link LoginTests}. */
    private static final class OneUser implements IdentityManager {
        @Override
        public Account verify(Account account) {
            return account;
        }

        @Override
        public @Nullable Account verify(String name, Credential credential) {
            boolean right = credential instanceof PasswordCredential password
                    && name.equals(LoginTests.USER)
                    && Arrays.equals(password.getPassword(), LoginTests.PASSWORD.toCharArray());
            return right ? new User(() -> name) : null;
        }

        @Override
        public @Nullable Account verify(Credential credential) {
            return null;
        }
    }

    private record User(Principal principal) implements Account {
        @Override
        public Principal getPrincipal() {
            return principal;
        }

        @Override
        public Set<String> getRoles() {
            return Set.of("visitor");
        }
    }

    private record Starter(Application application) implements ServletContainerInitializer {
        @Override
        public void onStartup(Set<Class<?>> classes, ServletContext context) throws ServletException {
            application.start(context);
        }
    }
}
