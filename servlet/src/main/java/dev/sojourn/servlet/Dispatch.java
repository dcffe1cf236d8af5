// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** One dispatch of a request by the container: the request itself, an asynchronous one, or an error page. */
final class Dispatch {
    private final RequestScope scope;
    private final HttpServletResponse actual;
    private final CommittingResponse response;
    private final SessionRequest request;

    Dispatch(RequestScope scope, HttpServletRequest actualRequest, HttpServletResponse actualResponse) {
        this.scope = scope;
        this.actual = actualResponse;
        this.response = new CommittingResponse(actualResponse, scope.exchange(), scope);
        this.request = new SessionRequest(actualRequest, response, scope);
    }

    /**
     * Runs the chain and saves the session, whatever came of it: containers, whose sessions are live objects, keep what was
     * done before an exception, and an application that counts failed logins needs it.
     *
     * <p>At the end the session only pauses, as an error page may follow; after an asynchronous start its end is left to that.
     */
    void run(FilterChain chain) throws IOException, ServletException {
        scope.exchange().dispatched(request.getDispatcherType());
        scope.resume();
        try {
            chain.doFilter(request, response);
            if (!request.wentAsync()) {
                scope.pause();
            }
        } catch (IOException | ServletException | RuntimeException problem) {
            if (!Refusal.answer(problem, actual, scope)) {
                saveAnyway(problem);
                throw problem;
            }
        } catch (Error problem) {
            saveAnyway(problem);
            throw problem;
        }
    }

    private void saveAnyway(Throwable problem) {
        if (request.wentAsync()) {
            return;
        }
        try {
            scope.pause();
        } catch (RuntimeException second) {
            problem.addSuppressed(second);
        }
    }
}
