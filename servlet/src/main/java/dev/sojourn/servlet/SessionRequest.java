// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpUpgradeHandler;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The container's request, with our session in place of its own. */
final class SessionRequest extends HttpServletRequestWrapper {
    private final RequestScope scope;
    private final CommittingResponse response;
    private @Nullable SessionAsyncContext async;

    SessionRequest(HttpServletRequest request, CommittingResponse response, RequestScope scope) {
        super(request);
        this.scope = scope;
        this.response = response;
    }

    /** The innermost request of this filter's that the application's own wrappers lead to, if any. */
    static Optional<SessionRequest> in(ServletRequest request) {
        ServletRequest current = request;
        while (true) {
            if (current instanceof SessionRequest ours) {
                return Optional.of(ours);
            }
            if (!(current instanceof ServletRequestWrapper wrapper)) {
                return Optional.empty();
            }
            current = wrapper.getRequest();
        }
    }

    /** Whether this or a request that it wraps belongs to this scope. */
    static boolean isWrapped(ServletRequest request, RequestScope scope) {
        Optional<SessionRequest> ours = in(request);
        while (ours.isPresent()) {
            if (ours.get().scope == scope) {
                return true;
            }
            ours = in(ours.get().getRequest());
        }
        return false;
    }

    RequestScope scope() {
        return scope;
    }

    /** Whether the dispatch that this request was made for has left its end to another thread. */
    synchronized boolean wentAsync() {
        return async != null;
    }

    @Override
    public @Nullable HttpSession getSession(boolean create) {
        return create ? scope.existingOrNew() : scope.existing().orElse(null);
    }

    @Override
    public HttpSession getSession() {
        return scope.existingOrNew();
    }

    @Override
    public String changeSessionId() {
        return scope.changeId();
    }

    /** Never the token: the public id that the session had when the request came, or what can be shown of what came. */
    @Override
    public @Nullable String getRequestedSessionId() {
        return scope.session().requestedSessionId().orElse(null);
    }

    @Override
    public boolean isRequestedSessionIdValid() {
        return scope.session().presentedTokenOpened();
    }

    @Override
    public boolean isRequestedSessionIdFromCookie() {
        return scope.session().tokenFromCookie();
    }

    /** Never, unless the builder was told {@code insecureIdsInUrls()}. */
    @Override
    public boolean isRequestedSessionIdFromURL() {
        return scope.session().tokenFromUrl();
    }

    /** Changes the session's id, as containers do with their own: the token of before the login is dead. */
    @Override
    public void login(String username, String password) throws ServletException {
        super.login(username, password);
        scope.loggedIn(username);
    }

    /**
     * Changes the session's id if it did not know this user yet, as containers do with their own.
     *
     * <p>Not asked of the container, which may know a user who sent a password before anybody calls this, and forgets users
     * between requests.
     */
    @Override
    public boolean authenticate(HttpServletResponse challenge) throws IOException, ServletException {
        boolean authenticated = super.authenticate(challenge);
        String user = getRemoteUser();
        if (authenticated && user != null) {
            scope.recognised(user);
        }
        return authenticated;
    }

    /** Leaves the session alone, but for the user that the container had logged in. */
    @Override
    public void logout() throws ServletException {
        super.logout();
        scope.loggedOut();
    }

    @Override
    public <T extends HttpUpgradeHandler> T upgrade(Class<T> handler) throws IOException, ServletException {
        scope.beforeHead();
        return super.upgrade(handler);
    }

    @Override
    public synchronized AsyncContext startAsync() {
        return started(new SessionAsyncContext(super.startAsync(), scope, this, response, true));
    }

    @Override
    public synchronized AsyncContext startAsync(ServletRequest wrappedRequest, ServletResponse wrappedResponse) {
        AsyncContext actual = super.startAsync(wrappedRequest, wrappedResponse);
        return started(new SessionAsyncContext(actual, scope, wrappedRequest, wrappedResponse, false));
    }

    @Override
    public synchronized AsyncContext getAsyncContext() {
        SessionAsyncContext ours = async;
        return ours != null ? ours : new SessionAsyncContext(super.getAsyncContext(), scope, this, response, true);
    }

    /**
     * Tomcat puts a request of its own under this one while it forwards, and takes it away when the page is done: the last
     * moment before it closes the response without a word.
     */
    @Override
    public void setRequest(ServletRequest next) {
        boolean forwardEnds = getRequest() instanceof ServletRequestWrapper dispatched
                && dispatched.getRequest() == next
                && dispatched.getDispatcherType() == DispatcherType.FORWARD;
        if (forwardEnds && !isAsyncStarted()) {
            scope.beforeHead();
        }
        super.setRequest(next);
    }

    private AsyncContext started(SessionAsyncContext ours) {
        async = ours;
        ours.watchEnd();
        return ours;
    }
}
