// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.handlers.PathHandler;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ErrorPage;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.net.InetSocketAddress;
import java.util.Set;

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
        String mount = contextPath.isEmpty() ? "/" : contextPath;
        DeploymentInfo info = Servlets.deployment()
                .setClassLoader(UndertowContainer.class.getClassLoader())
                .setContextPath(mount)
                .setDeploymentName("test")
                .addServletContainerInitializer(new ServletContainerInitializerInfo(
                        Starter.class, new ImmediateInstanceFactory<>(new Starter(application)), Set.of()));
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

    private record Starter(Application application) implements ServletContainerInitializer {
        @Override
        public void onStartup(Set<Class<?>> classes, ServletContext context) throws ServletException {
            application.start(context);
        }
    }
}
