// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A servlet that does what a test says for each path. */
final class ScriptedServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient Map<String, Page> pages = new ConcurrentHashMap<>();
    private final transient AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /** What a page does. */
    @FunctionalInterface
    interface Page {

        /** Answers. */
        void answer(HttpServletRequest request, HttpServletResponse response) throws Exception;
    }

    void on(String path, Page page) {
        pages.put(path, page);
    }

    /** What a page threw that was an assertion: tests run on another thread. */
    @Nullable
    Throwable takeFailure() {
        return failure.getAndSet(null);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
        String included = (String) request.getAttribute("jakarta.servlet.include.servlet_path");
        String path = included != null ? included : request.getServletPath();
        Page page = pages.get(path);
        if (page == null) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        try {
            page.answer(request, response);
        } catch (AssertionError problem) {
            failure.set(problem);
            throw problem;
        } catch (Exception problem) {
            throw Unchecked.sneak(problem);
        }
    }

    /** Lets a page throw what it likes. */
    private static final class Unchecked {
        private Unchecked() {}

        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"
        }) // erased: the checked exception goes through as it is
        private static <T extends Exception> T sneak(Exception problem) throws T {
            throw (T) problem;
        }
    }
}
