// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import dev.sojourn.Session;
import dev.sojourn.SessionManager;
import dev.sojourn.web.GuardedRequest;
import dev.sojourn.web.WebSessions;
import dev.sojourn.web.csrf.CsrfToken;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives the requests behind it our sessions in place of the container's.
 *
 * <p>To be mapped to {@code /*}, before all filters that use the session, for all dispatcher types, with async supported:
 * {@link #addTo(ServletContext)} does that. Mapped twice it works once. The container's own session is never made.
 *
 * <p>In {@code web.xml} it is a filter of this class without parameters; it takes its {@link WebSessions} or
 * {@link SessionManager} from the context attribute {@value #ATTRIBUTE}, which a context listener has set.
 *
 * <p>Requests that other sites forge are refused before the application runs, by a {@link dev.sojourn.web.csrf.CsrfGuard}
 * that is there by default; see {@link SessionFilterBuilder#withoutCsrfGuard()}.
 *
 * <p>A store that does not answer makes the response 503 with {@code Retry-After} and leaves the cookie alone; a conflict
 * that policy does not merge makes it 409, and so does a {@link dev.sojourn.SessionLimitException} that the application does
 * not catch. A session that a guard does not hand out makes it what the guard says. Thread-safe.
 */
public final class SessionFilter implements Filter {
    /** The context attribute in which a filter from {@code web.xml} finds what it works with. */
    public static final String ATTRIBUTE = "dev.sojourn.servlet.sessions";

    private final Optional<SessionFilterBuilder> settings;
    private @Nullable SessionContext context;
    private String scopeAttribute = "";

    /** For {@code web.xml}; see {@link #ATTRIBUTE}. */
    public SessionFilter() {
        this.settings = Optional.empty();
    }

    SessionFilter(SessionFilterBuilder settings) {
        this.settings = Optional.of(settings);
    }

    /** A filter with the cookie that the context asks for, or else the default one; see {@link #builder(SessionManager)}. */
    public static SessionFilter of(SessionManager manager) {
        return builder(manager).build();
    }

    /** A filter over these sessions, with their cookie; see {@link #builder(WebSessions)}. */
    public static SessionFilter of(WebSessions sessions) {
        return builder(sessions).build();
    }

    /** Starts a filter that takes from the context what {@link SessionFilterBuilder} is not told. */
    public static SessionFilterBuilder builder(SessionManager manager) {
        return new SessionFilterBuilder(manager);
    }

    /** Starts a filter whose cookie is settled: what the context says of it does not count. */
    public static SessionFilterBuilder builder(WebSessions sessions) {
        return new SessionFilterBuilder(sessions);
    }

    /**
     * The session of a request behind the filter, as this library has it: for {@code update}, {@code login}, flash values.
     *
     * <p>The same session as {@code request.getSession(false)}: what is done to one is seen in the other. Attribute and binding
     * listeners are told of changes through {@code HttpSession} only.
     *
     * @throws IllegalStateException if the request did not pass the filter
     * @throws dev.sojourn.store.StoreUnavailableException if the store does not answer
     */
    public static Optional<Session> session(ServletRequest request) {
        return scopeOf(request).existing().map(SessionView::core);
    }

    /**
     * The session of a request behind the filter, created if there is none; see {@link #session}.
     *
     * <p>Unlike one from {@code request.getSession()}, a new session that stays empty leaves no trace.
     *
     * @throws IllegalStateException if there is none and the response has left, or the request did not pass the filter
     * @throws dev.sojourn.store.StoreUnavailableException if the store does not answer
     */
    public static Session sessionOrCreate(ServletRequest request) {
        return scopeOf(request).coreSession();
    }

    /**
     * The token that a form or a script of this page has to return, if the CSRF guard asks for tokens; nothing is made before
     * it is read. Pages find the same as the request attribute {@value CsrfToken#ATTRIBUTE}.
     */
    public static Optional<CsrfToken> csrfToken(ServletRequest request) {
        return Optional.ofNullable(request.getAttribute(CsrfToken.ATTRIBUTE))
                .filter(CsrfToken.class::isInstance)
                .map(CsrfToken.class::cast);
    }

    /** Registers this filter as it should be: for all requests and dispatcher types, before other filters, with async. */
    public FilterRegistration.Dynamic addTo(ServletContext servletContext) {
        FilterRegistration.Dynamic registration = servletContext.addFilter("sojourn", this);
        if (registration == null) {
            throw new IllegalStateException(
                    "a filter named sojourn is registered already: map it instead of adding another");
        }
        registration.setAsyncSupported(true);
        registration.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
        return registration;
    }

    /**
     * Takes what the context has to say and finds its session listeners.
     *
     * @throws ServletException if {@link #ATTRIBUTE} is needed and holds nothing fitting
     */
    @Override
    public void init(FilterConfig config) throws ServletException {
        ServletContext servletContext = config.getServletContext();
        SessionFilterBuilder from = settings.isPresent() ? settings.get() : SessionFilterBuilder.from(servletContext);
        SessionContext made = from.context(servletContext);
        made.sessions().manager().addInlineListener(made.events());
        scopeAttribute = from.scopeAttribute();
        context = made;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        SessionContext known = context;
        if (known == null) {
            throw new ServletException("the session filter was not initialised: register it with the container");
        }
        if (!(request instanceof HttpServletRequest http) || !(response instanceof HttpServletResponse httpResponse)) {
            chain.doFilter(request, response);
            return;
        }
        DispatcherType type = request.getDispatcherType();
        RequestScope scope = scopeOf(known, http, httpResponse);
        if (scope.refusedBy(httpResponse)) {
            return;
        }
        boolean another = type == DispatcherType.ASYNC || type == DispatcherType.ERROR;
        if (!another && SessionRequest.isWrapped(request, scope)) {
            NestedDispatch.run(http, response, chain, scope);
        } else {
            new Dispatch(scope, http, httpResponse).run(chain);
        }
    }

    /** Stops telling the context's listeners; the manager and its store stay open, as others may use them. */
    @Override
    public void destroy() {
        SessionContext known = context;
        if (known != null) {
            known.sessions().manager().removeInlineListener(known.events());
        }
        context = null;
    }

    /** A request keeps its scope through all its dispatches, also those for which the container starts with its own objects. */
    private RequestScope scopeOf(SessionContext known, HttpServletRequest request, HttpServletResponse response) {
        if (request.getAttribute(scopeAttribute) instanceof RequestScope scope) {
            return scope;
        }
        ServletExchange exchange = new ServletExchange(request, response);
        RequestScope scope = new RequestScope(known, known.sessions().begin(exchange), exchange);
        request.setAttribute(scopeAttribute, scope);
        GuardedRequest guarded = scope.session().guarded();
        guarded.goThrough(scope::coreSession, scope::beforeHead);
        guarded.exposed().forEach(request::setAttribute);
        exchange.guarded();
        return scope;
    }

    private static RequestScope scopeOf(ServletRequest request) {
        return SessionRequest.in(request)
                .map(SessionRequest::scope)
                .orElseThrow(
                        () -> new IllegalStateException("this request did not pass the session filter: map it to /*"
                                + " for all dispatcher types, before the filters and servlets that use sessions"));
    }
}
