// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import dev.sojourn.Session;
import dev.sojourn.store.StoreUnavailableException;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A request before the application has it: what guards see and may do, and what came of it.
 *
 * <p>Confined to one request; one thread at a time.
 */
public final class GuardedRequest {
    /** The attribute that holds the session's secret; adapters that list attributes leave it out. */
    public static final String SECRET_ATTRIBUTE = SessionSecret.ATTRIBUTE;

    private static final System.Logger LOGGER = System.getLogger(GuardedRequest.class.getName());
    private static final int UNAVAILABLE = 503;

    private final WebSessions sessions;
    private final WebExchange exchange;
    private final RequestSession session;
    private final Map<String, Object> exposed = new LinkedHashMap<>();
    private Optional<GuardAnswer> answer = Optional.empty();
    private Supplier<Session> creating;
    private Runnable saving;

    GuardedRequest(WebSessions sessions, WebExchange exchange, RequestSession session) {
        this.sessions = sessions;
        this.exchange = exchange;
        this.session = session;
        this.creating = session::sessionOrCreate;
        this.saving = session::commitSoFar;
    }

    // ---- for guards

    /** The request and its response; headers that a guard sets can be replaced by the application. */
    public WebExchange exchange() {
        return exchange;
    }

    /** Whether the visitor's connection is secure, by TLS here or by the word of a trusted proxy. */
    public boolean isSecure() {
        return proxies().isSecure(exchange);
    }

    /** This server's origin as the visitor's browser knows it, as far as it can be told: {@link TrustedProxies#origin}. */
    public Optional<Origin> origin() {
        return proxies().origin(exchange);
    }

    /** The visitor's address, as far as it can be told: {@link TrustedProxies#clientAddress}. */
    public Optional<InetAddress> clientAddress() {
        return proxies().clientAddress(exchange);
    }

    /**
     * Whether the request shows a session cookie, whatever it opens. No round trip.
     *
     * <p>Browsers send cookies with requests that other sites make; a token in another header, or in a link, is sent only by
     * whoever knows it, and does not count here.
     */
    public boolean showsCookie() {
        SessionTransport transport = sessions.transport();
        return transport.tokens(exchange).stream().anyMatch(token -> transport.fromCookie(exchange, token));
    }

    /**
     * The request's session, if it has one. One round trip at the first call.
     *
     * @throws StoreUnavailableException if the store did not answer; let it through, and the request is answered with 503
     */
    public Optional<Session> session() {
        return session.session();
    }

    /**
     * Lets this see the request's session as soon as anybody asks for it, before they get it; now, if somebody did already.
     *
     * <p>No round trip. For guards that judge sessions: what their own {@link #session()} would cost each request with a
     * token, this costs none that does not use its session.
     *
     * @param guard whose refusals those of the watch are
     * @throws RequestRefusedException if the session is open already and the watch refuses it; let it through
     */
    public void watch(WebGuard guard, SessionWatch watch) {
        session.watch(guard, watch);
    }

    /**
     * A secret of the session's, which lives until the next login, {@code renew()} or end; empty if there is none yet. One
     * round trip if nobody asked for the session before.
     *
     * <p>The renewal on the timer, which changes no privilege, leaves it alone.
     *
     * @return 32 bytes
     * @throws StoreUnavailableException if the store did not answer
     */
    public Optional<byte[]> sessionSecret() {
        return SessionSecret.known(session);
    }

    /**
     * The same, made if there is none yet, as is the session. For what a page needs later, not for a guard's check.
     *
     * <p>A new secret of a stored session is saved at once, so that of parallel requests all get the same.
     *
     * @throws IllegalStateException if there is no session and none can be made: see {@link RequestSession#sessionOrCreate}
     * @throws StoreUnavailableException if the store did not answer
     */
    public byte[] sessionSecretOrCreate() {
        return SessionSecret.knownOrNew(creating, saving, sessions.random());
    }

    /** Randomness, from the source that the {@link WebSessions} have. */
    public byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        sessions.random().nextBytes(bytes);
        return bytes;
    }

    /** The response depends on these headers of the request: adds them to its {@code Vary}. */
    public void variesOn(String... requestHeaders) {
        CacheHeaders.vary(exchange, List.of(requestHeaders));
    }

    /** Gives pages a value under this name, as an attribute of the request or whatever their framework has. */
    public void expose(String name, Object value) {
        exposed.put(name, value);
    }

    /** Writes a warning to the log, at most one a minute for all requests; nothing of the request belongs there. */
    public void warn(String message) {
        sessions.suspicions().warn(message);
    }

    // ---- for adapters

    /**
     * The answer to a request that was refused when it asked for its session, in place of the application's; its headers are
     * set. Drops what the request did to the session, as {@link RequestSession#abandon()} does.
     */
    public GuardAnswer refuse(RequestRefusedException refused) {
        GuardAnswer made = GuardAnswer.to(refused.refusal(), exchange);
        answer = Optional.of(made);
        session.abandon();
        return made;
    }

    /** The answer to send in place of the application's, if the request was refused. */
    public Optional<GuardAnswer> answer() {
        return answer;
    }

    /** What guards want pages to have, by name. */
    public Map<String, Object> exposed() {
        return Map.copyOf(exposed);
    }

    /**
     * How what was exposed gets a session and saves it later, for adapters that do more then: tell listeners, say.
     *
     * @param newCreating in place of {@link RequestSession#sessionOrCreate}
     * @param newSaving in place of {@link RequestSession#commitSoFar}
     */
    public void goThrough(Supplier<Session> newCreating, Runnable newSaving) {
        this.creating = newCreating;
        this.saving = newSaving;
    }

    /** Whether it was refused; nothing of the request. */
    @Override
    public String toString() {
        return "GuardedRequest[" + (answer.isPresent() ? "refused" : "passed") + "]";
    }

    // ---- for WebSessions

    /** Asks the guards. */
    void judge() {
        try {
            for (WebGuard guard : sessions.guards()) {
                Optional<GuardRefusal> refusal = verdictOf(guard);
                refusal.ifPresent(found -> report(guard, found));
                if (refusal.isPresent() && refusal.get().enforced()) {
                    throw new RequestRefusedException(refusal.get());
                }
            }
        } catch (RequestRefusedException refused) {
            GuardAnswer unused = refuse(refused);
        }
    }

    private Optional<GuardRefusal> verdictOf(WebGuard guard) {
        try {
            return guard.check(this);
        } catch (StoreUnavailableException unknown) {
            sessions.failures().warn("A guard could not judge a request, which was refused: " + unknown);
            return Optional.of(GuardRefusal.forbidden("store-unavailable").withStatus(UNAVAILABLE));
        }
    }

    /** Tells log and listeners of a refusal. */
    void report(WebGuard guard, GuardRefusal refusal) {
        sessions.refusals()
                .warn((refusal.enforced() ? "A request was refused" : "A request would have been refused") + " by "
                        + guard.getClass().getSimpleName() + ": " + refusal.reason());
        GuardListener.Refused refused =
                new GuardListener.Refused(sessions.manager().clock().instant(), guard.getClass(), refusal, exchange);
        for (GuardListener listener : sessions.guardListeners()) {
            try {
                listener.onRefusal(refused);
            } catch (RuntimeException problem) {
                LOGGER.log(System.Logger.Level.WARNING, "a guard listener failed", problem);
            }
        }
    }

    private TrustedProxies proxies() {
        return sessions.transport().trustedProxies();
    }
}
