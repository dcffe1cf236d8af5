// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import dev.sojourn.ConflictPolicy;
import dev.sojourn.SessionManager;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gives each request its session: one per application, for one session manager. Immutable and thread-safe.
 *
 * <p>An adapter calls {@link #begin} when a request arrives, hands the {@link RequestSession} to the application, calls
 * {@link RequestSession#commit()} before the first byte of the response leaves, and {@link RequestSession#complete()} at the
 * end. What they throw it answers as they say, and a {@link RequestRefusedException} out of the application with
 * {@link GuardedRequest#refuse}. Closing the session manager is its owner's business.
 */
public final class WebSessions {
    private static final System.Logger LOGGER = System.getLogger(WebSessions.class.getName());

    private final SessionManager manager;
    private final SessionTransport transport;
    private final Optional<UrlTransport> urls;
    private final List<RequestMatcher> skipped;
    private final List<RoutePolicy> routes;
    private final CountsAsUse countsAsUse;
    private final List<WebGuard> guards;
    private final List<GuardListener> guardListeners;
    private final SecureRandom random;
    private final OccasionalLog suspicions;
    private final OccasionalLog failures;
    private final OccasionalLog refusals;

    private WebSessions(Builder builder, SessionTransport transport) {
        this.manager = builder.manager;
        this.transport = transport;
        this.urls = transport instanceof UrlTransport ours ? Optional.of(ours) : Optional.empty();
        this.skipped = List.copyOf(builder.skipped);
        this.routes = List.copyOf(builder.routes);
        this.countsAsUse = builder.countsAsUse;
        this.guards = List.copyOf(builder.guards);
        this.guardListeners = List.copyOf(builder.guardListeners);
        this.random = builder.random;
        this.suspicions = new OccasionalLog(LOGGER, manager.clock());
        this.failures = new OccasionalLog(LOGGER, manager.clock());
        this.refusals = new OccasionalLog(LOGGER, manager.clock());
    }

    private WebSessions(WebSessions others, List<WebGuard> guards, List<GuardListener> guardListeners) {
        this.manager = others.manager;
        this.transport = others.transport;
        this.urls = others.urls;
        this.skipped = others.skipped;
        this.routes = others.routes;
        this.countsAsUse = others.countsAsUse;
        this.guards = List.copyOf(guards);
        this.guardListeners = List.copyOf(guardListeners);
        this.random = others.random;
        this.suspicions = others.suspicions;
        this.failures = others.failures;
        this.refusals = others.refusals;
    }

    /** Starts with the default cookie, no trusted proxies and no skipped requests. */
    public static Builder builder(SessionManager manager) {
        return new Builder(manager);
    }

    /**
     * The session's side of a request that has just arrived, after its guards have judged it.
     *
     * <p>If they refused it, {@link RequestSession#guarded()} has the answer to send, and the application must not run.
     * Guards cost no round trip unless they ask for the session. Otherwise no round trip with {@link CountsAsUse#ON_USE}; one with {@link CountsAsUse#ON_REQUEST} if the request presents a
     * token. Never fails because of the store.
     */
    public RequestSession begin(WebExchange exchange) {
        boolean possible = transport.covers(exchange) && skipped.stream().noneMatch(rule -> rule.matches(exchange));
        RequestSession request = new RequestSession(this, exchange, possible);
        request.guarded().judge();
        if (countsAsUse == CountsAsUse.ON_REQUEST && request.guarded().answer().isEmpty()) {
            request.openUnasked();
        }
        return request;
    }

    /** The session manager. */
    public SessionManager manager() {
        return manager;
    }

    /** How tokens travel. */
    public SessionTransport transport() {
        return transport;
    }

    /** The guards, in the order in which they are asked. */
    public List<WebGuard> guards() {
        return guards;
    }

    /** The same sessions with these guards and listeners in place of their own; for adapters that add some by default. */
    public WebSessions withGuards(List<WebGuard> newGuards, List<GuardListener> newListeners) {
        return new WebSessions(this, newGuards, newListeners);
    }

    /** Whom refusals are told. */
    public List<GuardListener> guardListeners() {
        return guardListeners;
    }

    /** Under which policy a request opens its session. */
    ConflictPolicy policyFor(WebExchange exchange) {
        return routes.stream()
                .filter(route -> route.rule().matches(exchange))
                .findFirst()
                .map(RoutePolicy::policy)
                .orElseGet(() -> manager.policy().onConflict());
    }

    SecureRandom random() {
        return random;
    }

    OccasionalLog refusals() {
        return refusals;
    }

    Optional<UrlTransport> urls() {
        return urls;
    }

    OccasionalLog suspicions() {
        return suspicions;
    }

    OccasionalLog failures() {
        return failures;
    }

    /** Collects what {@link WebSessions} needs; not thread-safe. */
    public static final class Builder {
        private final SessionManager manager;
        private final List<RequestMatcher> skipped = new ArrayList<>();
        private final List<RoutePolicy> routes = new ArrayList<>();
        private Optional<SessionCookie> cookie = Optional.empty();
        private Optional<TrustedProxies> proxies = Optional.empty();
        private Optional<SessionTransport> transport = Optional.empty();
        private Optional<PathParameter> urlParameter = Optional.empty();
        private CountsAsUse countsAsUse = CountsAsUse.ON_USE;
        private final List<WebGuard> guards = new ArrayList<>();
        private final List<GuardListener> guardListeners = new ArrayList<>();
        private SecureRandom random = new SecureRandom();

        private Builder(SessionManager manager) {
            this.manager = manager;
        }

        /**
         * Carries the token in this cookie; default {@link SessionCookie#defaults()}, cut into several from 4,096 up to 6,144
         * characters where clients carry the records.
         */
        public Builder cookie(SessionCookie newCookie) {
            this.cookie = Optional.of(newCookie);
            return this;
        }

        /** Believes these proxies about secure connections; default {@link TrustedProxies#none()}. */
        public Builder trustedProxies(TrustedProxies newProxies) {
            this.proxies = Optional.of(newProxies);
            return this;
        }

        /** Carries the token in another way than a single cookie; excludes {@link #cookie} and {@link #trustedProxies}. */
        public Builder transport(SessionTransport newTransport) {
            this.transport = Optional.of(newTransport);
            return this;
        }

        /**
         * Carries the token in this parameter of URL paths too, for clients that take no cookies: {@code ;jsessionid=..}.
         *
         * <p>Insecure: URLs are written down where secrets must not be. They are in the browser's history and bookmarks, in
         * the logs of servers and proxies, in what people send to each other, and in the {@code Referer} of links to other
         * sites; and whoever makes somebody follow a link decides in which session they are. What can be done against it is
         * done: a request with the session cookie is served by the cookie alone and gets no such links, tokens are written
         * only by {@link RequestSession#encodeUrl} and only into links to this application, and pages that may hold them
         * are kept from caches and from the {@code Referer}. The rest stays true, so that applications with anything worth
         * stealing need another way. By default, URLs are neither read nor written. Excludes {@link #transport}.
         *
         * <p>Source: OWASP Session Management Cheat Sheet, "Session ID Exchange Mechanisms"; ASVS 5.0 14.2.1.
         *
         * @throws IllegalArgumentException if the name has other characters than letters, digits and {@code -._~}
         */
        public Builder insecureTokensInUrls(String parameter) {
            this.urlParameter = Optional.of(new PathParameter(parameter));
            return this;
        }

        /**
         * Requests that have no session whatever they carry, in addition to those named before: files, health checks.
         *
         * <p>There {@link RequestSession#session()} is empty and {@link RequestSession#sessionOrCreate()} is an error.
         */
        public Builder skip(RequestMatcher... rules) {
            skipped.addAll(List.of(rules));
            return this;
        }

        /**
         * Under which policy these requests work on their session; the first rule that matches counts, default is the policy of the
         * manager.
         *
         * <p>Where that is {@link ConflictPolicy#EXCLUSIVE}, this lets requests that only read go round the queue: {@code
         * onConflict(RequestMatcher.paths("/api/status"), ConflictPolicy.MERGE)}. Where it is not, it makes some wait for each other.
         * A request has its turn from its first question about the session to its end, or to {@link dev.sojourn.Session#endTurn()}.
         */
        public Builder onConflict(RequestMatcher rule, ConflictPolicy policy) {
            routes.add(new RoutePolicy(rule, policy));
            return this;
        }

        /** Which requests put off a session's end by idleness; default {@link CountsAsUse#ON_USE}. */
        public Builder countsAsUse(CountsAsUse rule) {
            this.countsAsUse = rule;
            return this;
        }

        /**
         * Asks this guard about each request, after those named before; by default there is none.
         *
         * <p>Adapters may add guards of their own: the Servlet filter adds one against requests forged by other sites.
         */
        public Builder guard(WebGuard guard) {
            guards.add(guard);
            return this;
        }

        /** Tells this listener of requests that a guard refused, beside those named before. */
        public Builder guardListener(GuardListener listener) {
            guardListeners.add(listener);
            return this;
        }

        /** Where the secrets and masks of guards come from; default a new {@link SecureRandom}. */
        public Builder random(SecureRandom source) {
            this.random = source;
            return this;
        }

        /**
         * The sessions of an application.
         *
         * @throws IllegalArgumentException if a transport is given and a cookie, proxies or a parameter of URLs too, which
         *     have no effect beside it; or a parameter of URLs, and the store has clients carry the records; or a policy that the
         *     store cannot keep: {@link ConflictPolicy#EXCLUSIVE} needs leases
         */
        public WebSessions build() {
            if (transport.isPresent() && (cookie.isPresent() || proxies.isPresent() || urlParameter.isPresent())) {
                throw new IllegalArgumentException(
                        "cookie, trustedProxies and insecureTokensInUrls have no effect beside a"
                                + " transport: give the first two to CookieTransport.of(..)");
            }
            if (urlParameter.isPresent() && manager.carriesRecords()) {
                throw new IllegalArgumentException(
                        "insecureTokensInUrls: a session that the client carries is too long for URLs");
            }
            routes.stream()
                    .map(RoutePolicy::policy)
                    .filter(policy -> !manager.supports(policy))
                    .findFirst()
                    .ifPresent(policy -> {
                        throw new IllegalArgumentException(
                                "onConflict: a rule says " + policy + ", for which the store has no leases");
                    });
            return new WebSessions(this, transport.orElseGet(this::ownTransport));
        }

        private SessionCookie defaultCookie() {
            return manager.carriesRecords() ? SessionCookie.builder().chunked().build() : SessionCookie.defaults();
        }

        private SessionTransport ownTransport() {
            CookieTransport inCookie = CookieTransport.of(
                    cookie.orElseGet(this::defaultCookie), proxies.orElseGet(TrustedProxies::none), manager.clock());
            return urlParameter
                    .<SessionTransport>map(parameter -> new UrlTransport(inCookie, parameter))
                    .orElse(inCookie);
        }
    }
}
