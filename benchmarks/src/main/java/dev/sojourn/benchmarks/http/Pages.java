// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.http;

import dev.sojourn.benchmarks.SampleAttributes;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;

/** The three pages: one makes a session with three small attributes, one reads an attribute, one writes an attribute. */
final class Pages {
    private Pages() {}

    /** What a page does. */
    @FunctionalInterface
    interface Page {
        /** Returns the text of the page. */
        String answer(HttpServletRequest request, HttpServletResponse response) throws IOException;
    }

    /** Pages that use the session of the Servlet API, which this filter provides. */
    static void withSession(ServletContextHandler context, Filter filter) {
        FilterHolder holder = new FilterHolder(filter);
        holder.setAsyncSupported(true);
        context.addFilter(holder, "/*", EnumSet.allOf(DispatcherType.class));
        withSession(context);
    }

    /** Pages that use the session of the Servlet API, which the container provides. */
    static void withSession(ServletContextHandler context) {
        add(context, "/create", (request, response) -> {
            HttpSession session = request.getSession();
            SampleAttributes.forEach(ThreadLocalRandom.current().nextInt(1_000_000), session::setAttribute);
            return "created";
        });
        add(context, "/read", (request, response) -> existing(request)
                .getAttribute(SampleAttributes.NAME)
                .toString());
        add(context, "/write", (request, response) -> {
            existing(request)
                    .setAttribute(
                            SampleAttributes.VISITS, ThreadLocalRandom.current().nextInt());
            return "written";
        });
    }

    /** Pages that answer and do nothing. */
    static void withoutSession(ServletContextHandler context) {
        for (String path : new String[] {"/create", "/read", "/write"}) {
            add(context, path, (request, response) -> "nothing");
        }
    }

    static void add(ServletContextHandler context, String path, Page page) {
        context.addServlet(new ServletHolder(new PageServlet(page)), path);
    }

    private static HttpSession existing(HttpServletRequest request) {
        return Objects.requireNonNull(request.getSession(false), "every visitor has a session");
    }

    private static final class PageServlet extends HttpServlet {
        private static final long serialVersionUID = 1L;

        private final transient Page page;

        PageServlet(Page page) {
            this.page = page;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("text/plain");
            response.setCharacterEncoding("UTF-8");
            response.getWriter().print(page.answer(request, response));
        }
    }
}
