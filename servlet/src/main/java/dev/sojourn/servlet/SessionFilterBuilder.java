// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import dev.sojourn.ConflictPolicy;
import dev.sojourn.SessionManager;
import dev.sojourn.SessionPolicy;
import dev.sojourn.web.CountsAsUse;
import dev.sojourn.web.GuardListener;
import dev.sojourn.web.RequestMatcher;
import dev.sojourn.web.SessionCookie;
import dev.sojourn.web.TrustedProxies;
import dev.sojourn.web.WebGuard;
import dev.sojourn.web.WebSessions;
import dev.sojourn.web.csrf.CsrfGuard;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EventListener;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Collects what a {@link SessionFilter} needs; not thread-safe.
 *
 * <p>What is said here counts. What is not is taken from the servlet context: the cookie from its {@code SessionCookieConfig},
 * the idle timeout from its session timeout, the listeners that are registered with it.
 */
public final class SessionFilterBuilder {
    private final SessionManager manager;
    private final Optional<WebSessions> sessions;
    private final List<EventListener> listeners = new ArrayList<>();
    private Optional<SessionCookie> cookie = Optional.empty();
    private Optional<TrustedProxies> proxies = Optional.empty();
    private Optional<CountsAsUse> countsAsUse = Optional.empty();
    private final List<Consumer<WebSessions.Builder>> routes = new ArrayList<>();
    private final List<WebGuard> guards = new ArrayList<>();
    private final List<GuardListener> guardListeners = new ArrayList<>();
    private boolean csrfGuard = true;
    private boolean idsInUrls;
    private boolean contextListeners = true;
    private boolean contextTimeout = true;

    SessionFilterBuilder(SessionManager manager) {
        this.manager = manager;
        this.sessions = Optional.empty();
    }

    SessionFilterBuilder(WebSessions sessions) {
        this.manager = sessions.manager();
        this.sessions = Optional.of(sessions);
    }

    /** What a filter from {@code web.xml} works with. */
    static SessionFilterBuilder from(ServletContext servletContext) throws ServletException {
        Object found = servletContext.getAttribute(SessionFilter.ATTRIBUTE);
        if (found instanceof WebSessions ready) {
            return new SessionFilterBuilder(ready);
        }
        if (found instanceof SessionManager manager) {
            return new SessionFilterBuilder(manager);
        }
        throw new ServletException("the context attribute " + SessionFilter.ATTRIBUTE
                + " must hold a SessionManager or WebSessions: set it in a ServletContextListener");
    }

    /** The cookie, in place of the one that the context asks for. */
    public SessionFilterBuilder cookie(SessionCookie newCookie) {
        this.cookie = Optional.of(newCookie);
        return this;
    }

    /**
     * Puts session tokens into URLs for clients that take no cookies, as containers do with their ids.
     *
     * <p>Insecure: whoever sees such a URL has the session, and URLs are seen in logs, histories, bookmarks, the
     * {@code Referer}, and by everybody to whom one is sent; see {@link WebSessions.Builder#insecureTokensInUrls} for what is
     * done against it. Off by default. Works only if the context's tracking modes hold {@code URL} too, as they do in most
     * containers unless the application takes it away; otherwise a log line says so. {@code encodeURL} and
     * {@code encodeRedirectURL} write the token as the path parameter {@code jsessionid}, or as one with the cookie's name if
     * the context's {@code SessionCookieConfig} gives one.
     */
    public SessionFilterBuilder insecureIdsInUrls() {
        this.idsInUrls = true;
        return this;
    }

    /** Believes these proxies about secure connections; default none. */
    public SessionFilterBuilder trustedProxies(TrustedProxies newProxies) {
        this.proxies = Optional.of(newProxies);
        return this;
    }

    /**
     * Which requests put off a session's end by idleness, and move its last access; default {@link CountsAsUse#ON_USE}.
     *
     * <p>{@link CountsAsUse#ON_REQUEST} is the specification to the letter (Servlet 6.1, 7.6), and asks the store for each
     * picture that comes with the cookie.
     */
    public SessionFilterBuilder countsAsUse(CountsAsUse rule) {
        this.countsAsUse = Optional.of(rule);
        return this;
    }

    /** Under which policy these requests work on their session; see {@link WebSessions.Builder#onConflict}. */
    public SessionFilterBuilder onConflict(RequestMatcher rule, ConflictPolicy policy) {
        routes.add(own -> own.onConflict(rule, policy));
        return this;
    }

    /**
     * Tells this listener: an {@code HttpSessionListener}, {@code HttpSessionAttributeListener} or
     * {@code HttpSessionIdListener}. Needed where the container does not tell us of those registered with it; one that is
     * registered there too is told once.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    public SessionFilterBuilder listener(EventListener listener) {
        if (!SessionListeners.isSessionListener(listener)) {
            throw new IllegalArgumentException(
                    listener.getClass().getName() + " listens to nothing that happens to sessions");
        }
        listeners.add(listener);
        return this;
    }

    /**
     * Asks this guard about each request before the application runs, after those named before.
     *
     * <p>A {@link CsrfGuard} given here, or to the {@link WebSessions}, takes the place of the default one.
     */
    public SessionFilterBuilder guard(WebGuard guard) {
        guards.add(guard);
        return this;
    }

    /** Tells this listener of requests that a guard refused. */
    public SessionFilterBuilder guardListener(GuardListener listener) {
        guardListeners.add(listener);
        return this;
    }

    /**
     * Lets requests pass that other sites forge; by default {@link CsrfGuard#defaults()} refuses them, since a browser sends
     * the session cookie with some of them.
     *
     * <p>Then the application has to do it, for every request that changes something, login and logout included: check a
     * token or {@code Sec-Fetch-Site} and {@code Origin}, as the protection of most frameworks does. {@code SameSite=Lax}
     * alone does not: other hosts of the same site count as the same, and old browsers know nothing of it. To except some
     * requests only, give {@link #guard} a {@link CsrfGuard} with exempt paths. Source: OWASP ASVS 5.0 3.5.1.
     */
    public SessionFilterBuilder withoutCsrfGuard() {
        this.csrfGuard = false;
        return this;
    }

    /** Tells only listeners given here, none of those registered with the container; by default they are looked for. */
    public SessionFilterBuilder withoutContextListeners() {
        this.contextListeners = false;
        return this;
    }

    /** Leaves the idle timeout to the policy; by default the context's counts where the policy is at its default. */
    public SessionFilterBuilder withoutContextTimeout() {
        this.contextTimeout = false;
        return this;
    }

    /**
     * The filter.
     *
     * @throws IllegalArgumentException if a cookie, proxies, ids in URLs, conflict policies or what counts as use are said beside
     *     {@link WebSessions}, which have settled that; or a {@link CsrfGuard} beside {@link #withoutCsrfGuard()}; or a conflict
     *     policy that the store cannot keep: {@link ConflictPolicy#EXCLUSIVE} needs leases
     */
    public SessionFilter build() {
        boolean said =
                cookie.isPresent() || proxies.isPresent() || countsAsUse.isPresent() || idsInUrls || !routes.isEmpty();
        boolean ownGuard = hasCsrfGuard(allGuards());
        if (!csrfGuard && ownGuard) {
            throw new IllegalArgumentException("there is a CsrfGuard beside withoutCsrfGuard(): decide for one");
        }
        if (sessions.isPresent() && said) {
            throw new IllegalArgumentException(
                    "the sessions given have settled cookie, proxies, URLs, conflict policies and what counts as use:"
                            + " set them there");
        }
        checkRoutes();
        return new SessionFilter(this);
    }

    /** Refuses now what would be refused when the context starts. */
    private void checkRoutes() {
        WebSessions.Builder rules = WebSessions.builder(manager);
        routes.forEach(route -> route.accept(rules));
        WebSessions unused = rules.build();
    }

    SessionContext context(ServletContext servletContext) {
        List<EventListener> all = new ArrayList<>(listeners);
        if (contextListeners) {
            all.addAll(ContextListeners.of(servletContext, !listeners.isEmpty()));
        }
        SessionListeners told = new SessionListeners(all);
        return new SessionContext(
                servletContext,
                guarded(sessions.orElseGet(() -> ownSessions(servletContext))),
                told,
                new CoreEvents(servletContext, told, manager.codecs()),
                SessionViews.forThisApi(),
                timeout(servletContext));
    }

    /** Two filters with the same sessions work as one; with others, beside each other. */
    String scopeAttribute() {
        String which = sessions.<Object>map(given -> given)
                        .map(System::identityHashCode)
                        .orElseGet(() -> System.identityHashCode(manager))
                + cookie.map(SessionCookie::name).orElse("");
        return "dev.sojourn.servlet.request." + which;
    }

    /** The sessions with all guards: the default one comes first, so that others may rely on it. */
    private WebSessions guarded(WebSessions bare) {
        List<WebGuard> all = allGuards();
        if (csrfGuard && !hasCsrfGuard(all)) {
            all.add(0, CsrfGuard.defaults());
        }
        List<GuardListener> told = new ArrayList<>(bare.guardListeners());
        told.addAll(guardListeners);
        return bare.withGuards(all, told);
    }

    private List<WebGuard> allGuards() {
        List<WebGuard> all = new ArrayList<>(sessions.map(WebSessions::guards).orElse(List.of()));
        all.addAll(guards);
        return all;
    }

    private static boolean hasCsrfGuard(List<WebGuard> all) {
        return all.stream().anyMatch(CsrfGuard.class::isInstance);
    }

    private WebSessions ownSessions(ServletContext servletContext) {
        WebSessions.Builder own = WebSessions.builder(manager);
        own.cookie(cookie.orElseGet(() -> ContextCookie.of(servletContext, manager.carriesRecords())));
        proxies.ifPresent(own::trustedProxies);
        countsAsUse.ifPresent(own::countsAsUse);
        routes.forEach(route -> route.accept(own));
        if (idsInUrls) {
            UrlTracking.parameter(servletContext).ifPresent(own::insecureTokensInUrls);
        }
        return own.build();
    }

    private Optional<Duration> timeout(ServletContext servletContext) {
        Optional<Duration> ours = manager.policy().idleTimeout();
        if (!contextTimeout || !ours.equals(SessionPolicy.defaults().idleTimeout())) {
            return Optional.empty();
        }
        int minutes = saidMinutes(servletContext);
        // Zero and less would mean never; but it is also what a container says whom nobody told.
        return minutes <= 0
                ? Optional.empty()
                : Optional.of(Duration.ofMinutes(minutes)).filter(said -> !ours.equals(Optional.of(said)));
    }

    private static int saidMinutes(ServletContext servletContext) {
        try {
            return servletContext.getSessionTimeout();
        } catch (RuntimeException withoutSessions) {
            return 0; // a container whose own sessions are switched off
        }
    }
}
