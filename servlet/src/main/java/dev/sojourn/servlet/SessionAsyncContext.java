// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * The container's asynchronous context: saves the session before the response is completed, and hands out the request and
 * response that know it.
 */
final class SessionAsyncContext implements AsyncContext {
    private final AsyncContext actual;
    private final RequestScope scope;
    private final ServletRequest request;
    private final ServletResponse response;
    private final boolean original;

    /**
     * Around the container's.
     *
     * @param original whether the application started it without naming a request and response
     */
    SessionAsyncContext(
            AsyncContext actual,
            RequestScope scope,
            ServletRequest request,
            ServletResponse response,
            boolean original) {
        this.actual = actual;
        this.scope = scope;
        this.request = request;
        this.response = response;
        this.original = original;
    }

    /** Ends the session's part of the request when the asynchronous part is over. */
    void watchEnd() {
        actual.addListener(new End());
    }

    @Override
    public ServletRequest getRequest() {
        return request;
    }

    @Override
    public ServletResponse getResponse() {
        return response;
    }

    @Override
    public boolean hasOriginalRequestAndResponse() {
        return original;
    }

    @Override
    public void dispatch() {
        actual.dispatch();
    }

    @Override
    public void dispatch(String path) {
        actual.dispatch(path);
    }

    @Override
    public void dispatch(ServletContext context, String path) {
        actual.dispatch(context, path);
    }

    /** A session that cannot be saved makes the answer 503 or 409, if nothing was sent yet. */
    @Override
    public void complete() {
        try {
            scope.beforeHead();
        } catch (RuntimeException problem) {
            if (!(response instanceof HttpServletResponse http) || !Refusal.answer(problem, http, scope)) {
                throw problem;
            }
        } finally {
            actual.complete();
        }
    }

    @Override
    public void start(Runnable run) {
        actual.start(run);
    }

    @Override
    public void addListener(AsyncListener listener) {
        actual.addListener(new Forwarding(listener));
    }

    @Override
    public void addListener(AsyncListener listener, ServletRequest suppliedRequest, ServletResponse suppliedResponse) {
        actual.addListener(new Forwarding(listener), suppliedRequest, suppliedResponse);
    }

    @Override
    public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
        return actual.createListener(type);
    }

    @Override
    public void setTimeout(long millis) {
        actual.setTimeout(millis);
    }

    @Override
    public long getTimeout() {
        return actual.getTimeout();
    }

    /** The application's listener, which is to see this context and not the container's. */
    private final class Forwarding implements AsyncListener {
        private final AsyncListener listener;

        Forwarding(AsyncListener listener) {
            this.listener = listener;
        }

        @Override
        public void onComplete(AsyncEvent event) throws java.io.IOException {
            listener.onComplete(ours(event));
        }

        @Override
        public void onTimeout(AsyncEvent event) throws java.io.IOException {
            listener.onTimeout(ours(event));
        }

        @Override
        public void onError(AsyncEvent event) throws java.io.IOException {
            listener.onError(ours(event));
        }

        /** A second start: the event carries the new context, which is wrapped by the request that started it. */
        @Override
        public void onStartAsync(AsyncEvent event) throws java.io.IOException {
            listener.onStartAsync(event);
        }

        private AsyncEvent ours(AsyncEvent event) {
            @Nullable Throwable failure = event.getThrowable();
            return new AsyncEvent(
                    SessionAsyncContext.this, event.getSuppliedRequest(), event.getSuppliedResponse(), failure);
        }
    }

    private final class End implements AsyncListener {
        @Override
        public void onComplete(AsyncEvent event) {
            scope.complete();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            scope.pause();
            scope.resume();
        }

        @Override
        public void onError(AsyncEvent event) {
            scope.pause();
            scope.resume();
        }

        /** Asked again in a later dispatch: containers forget their listeners then. */
        @Override
        public void onStartAsync(AsyncEvent event) {}
    }
}
