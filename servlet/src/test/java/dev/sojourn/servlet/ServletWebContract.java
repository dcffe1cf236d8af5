// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import dev.sojourn.testkit.web.ContractApplication;
import dev.sojourn.testkit.web.ContractServer;
import dev.sojourn.testkit.web.WebContract;
import dev.sojourn.web.WebSessions;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.function.Consumer;

/** The contract of web adapters for the filter, in a container of the kind that the subclass names. */
abstract class ServletWebContract extends WebContract {

    /** Which container. */
    abstract TestContainer.Kind kind();

    @Override
    protected ContractServer start(WebSessions sessions, ContractApplication application) {
        return start("", sessions, application, context -> {});
    }

    @Override
    protected ContractServer startMounted(String prefix, WebSessions sessions, ContractApplication application) {
        return start(prefix, sessions, application, context -> {});
    }

    @Override
    protected ContractServer startSecure(WebSessions sessions, ContractApplication application) {
        Filter secure =
                (request, response, chain) -> chain.doFilter(new Secure((HttpServletRequest) request), response);
        return start("", sessions, application, context -> {
            FilterRegistration.Dynamic registration = context.addFilter("secure", secure);
            registration.setAsyncSupported(true);
            registration.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
        });
    }

    private ContractServer start(
            String contextPath,
            WebSessions sessions,
            ContractApplication application,
            Consumer<ServletContext> before) {
        TestContainer container = kind().start(contextPath, context -> {
            before.accept(context);
            SessionFilter.of(sessions).addTo(context);
            ServletRegistration.Dynamic registration = context.addServlet("contract", new Contract(application));
            registration.setAsyncSupported(true);
            registration.addMapping("/");
        });
        return new ContractServer() {
            @Override
            public int port() {
                return container.port();
            }

            @Override
            public void stop() {
                container.close();
            }
        };
    }

    /** Hands every request to the application. */
    private static final class Contract extends HttpServlet {
        private static final long serialVersionUID = 1L;
        private final transient ContractApplication application;

        Contract(ContractApplication application) {
            this.application = application;
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            try {
                application.handle(new ServletContractExchange(request, response));
            } catch (RuntimeException | IOException problem) {
                throw problem;
            } catch (Exception problem) {
                throw new ServletException(problem);
            }
        }
    }

    /** A connection that the container takes for a secure one. */
    private static final class Secure extends HttpServletRequestWrapper {
        Secure(HttpServletRequest request) {
            super(request);
        }

        @Override
        public boolean isSecure() {
            return true;
        }
    }
}
