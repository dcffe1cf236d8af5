// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web.binding;

import dev.sojourn.Session;
import dev.sojourn.web.GuardRefusal;
import dev.sojourn.web.GuardedRequest;
import dev.sojourn.web.SessionWatch.Verdict;
import dev.sojourn.web.WebExchange;
import dev.sojourn.web.WebGuard;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Notices when a session's token comes from another client than the one that logged in. Thread-safe.
 *
 * <p>At a login, and when somebody proves again who they are, the session is bound to that client: to what {@link
 * BindingSignal signals} mean, not to what they say letter by letter. The binding is saved with the login. Each later request,
 * the first and all others, is compared when it asks for its session, before it gets it. What differs adds up to a score, and
 * the score decides on the {@link BindingReaction}.
 *
 * <p><b>This detects; it proves nothing.</b> Whoever could copy the cookie could often copy the headers too. A score of 0 is
 * no sign that all is well, and an owner with a new phone or a changed setting is more frequent than a thief. So by default
 * nobody loses a session or a page: from 30 it is reported, and from 50 the login does not count as fresh, so that sensitive
 * pages ({@link Session#requireFresh}) ask for the password. A thief who tries takes nothing from the
 * owner.
 *
 * <p><b>Cost.</b> No round trip and no write but those of the request itself. A request that does not use its session is not
 * looked at; one without a session neither. Some microseconds for comparing. Sessions in which nobody has logged in since the
 * guard came are not bound, and so not compared; see {@link BindingGuardBuilder#bindVisitors()}. In the session, 61 bytes with two
 * languages.
 *
 * <p>Each changed client is reported once for each session and server, as {@link dev.sojourn.SessionEvent.BindingBroken} and
 * in the log, where one line a minute is written. Refused requests are told to {@link dev.sojourn.web.GuardListener}s, each one.
 *
 * <p>Source: OWASP Cookie Theft Mitigation Cheat Sheet; OWASP Session Management Cheat Sheet, "Binding the Session ID to Other
 * User Properties"; OWASP ASVS 5.0 8.2.4, 15.3.4 and 16.3.3.
 */
public final class BindingGuard implements WebGuard {
    /** The attribute that holds the binding; adapters that list attributes leave it out. */
    public static final String ATTRIBUTE = "dev.sojourn.web.binding";

    private final List<BindingSignal> signals;
    private final Map<BindingReaction, Integer> thresholds;
    private final boolean bindsVisitors;
    private final boolean describesClients;
    private final SeenBreaks seen = new SeenBreaks();
    private final Map<BindingReaction, Long> counters = new ConcurrentHashMap<>();

    BindingGuard(
            List<BindingSignal> signals,
            Map<BindingReaction, Integer> thresholds,
            boolean bindsVisitors,
            boolean describesClients) {
        this.signals = List.copyOf(signals);
        this.thresholds = new EnumMap<>(thresholds);
        this.bindsVisitors = bindsVisitors;
        this.describesClients = describesClients;
    }

    /** A guard with the four signals and the two reactions named above. */
    public static BindingGuard defaults() {
        return builder().build();
    }

    /** Starts with the four signals {@code browser}, {@code platform}, {@code language} and {@code network}. */
    public static BindingGuardBuilder builder() {
        return new BindingGuardBuilder();
    }

    /** Passes; the session is compared if and when somebody asks for it. */
    @Override
    public Optional<GuardRefusal> check(GuardedRequest request) {
        request.watch(this, new BoundSession(this, request));
        return Optional.empty();
    }

    /** How many requests led to each reaction since this guard was made. */
    public Map<BindingReaction, Long> reactions() {
        Map<BindingReaction, Long> counts = new EnumMap<>(BindingReaction.class);
        for (BindingReaction reaction : BindingReaction.values()) {
            counts.put(reaction, counters.getOrDefault(reaction, 0L));
        }
        return counts;
    }

    List<BindingSignal> signals() {
        return signals;
    }

    boolean bindsVisitors() {
        return bindsVisitors;
    }

    /** The strongest whose threshold is reached. */
    Optional<BindingReaction> reactionTo(int score) {
        List<BindingReaction> reached = new ArrayList<>();
        thresholds.forEach((reaction, fromScore) -> {
            if (score >= fromScore) {
                reached.add(reaction);
            }
        });
        return reached.stream().reduce((weaker, stronger) -> stronger);
    }

    boolean isNews(String binding, String marks) {
        return seen.isNew(binding, marks);
    }

    Verdict react(BindingReaction reaction, Session session) {
        counters.merge(reaction, 1L, Long::sum);
        switch (reaction) {
            case OBSERVE -> {}
            case REAUTHENTICATE -> session.doubtLogin();
            case WITHHOLD -> {
                return new Verdict.Withhold();
            }
            case REFUSE -> {
                return new Verdict.Refuse(GuardRefusal.forbidden("client-changed"));
            }
            case END -> session.invalidate();
        }
        return new Verdict.HandOut();
    }

    void describe(Session session, WebExchange exchange) {
        if (describesClients) {
            session.describeClient(UserAgent.of(exchange).describe());
        }
    }
}
