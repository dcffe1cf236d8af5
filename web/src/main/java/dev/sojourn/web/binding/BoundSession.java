// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web.binding;

import dev.sojourn.Session;
import dev.sojourn.web.GuardedRequest;
import dev.sojourn.web.SessionWatch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The binding of one request's session: compared when the session is opened, made when somebody logs in.
 *
 * <p>Guarded by the lock of the request.
 */
final class BoundSession implements SessionWatch {
    private final BindingGuard guard;
    private final GuardedRequest request;
    private @Nullable Map<BindingSignal, Set<String>> said;
    /** The session that was opened bound, or was bound here, and its binding. */
    private @Nullable Session session;

    private String binding = "";

    BoundSession(BindingGuard guard, GuardedRequest request) {
        this.guard = guard;
        this.request = request;
    }

    @Override
    public Verdict opened(Session opened) {
        Optional<String> text = bindingIn(opened);
        Optional<ClientMarks> bound = text.flatMap(ClientMarks::parse);
        if (bound.isEmpty()) {
            return new Verdict.HandOut();
        }
        this.session = opened;
        this.binding = text.get();
        ClientMarks now = bound.get().alike(guard.signals(), said());
        List<BindingSignal> changed = guard.signals().stream()
                .filter(signal -> bound.get().difference(signal, now) > 0)
                .toList();
        int score = changed.stream()
                .mapToInt(signal -> bound.get().difference(signal, now))
                .sum();
        Optional<BindingReaction> reaction = guard.reactionTo(score);
        if (reaction.isEmpty()) {
            return new Verdict.HandOut();
        }
        if (guard.isNews(binding, now.text())) {
            report(changed, score, reaction.get());
        }
        return guard.react(reaction.get(), opened);
    }

    /** Whoever has just proved who they are binds the session to what they came with. */
    @Override
    public void saving(Session saved, PrivilegeChange change) {
        if (change == PrivilegeChange.LOGGED_IN || bindsVisitor(saved, change)) {
            byte[] salt = request.randomBytes(ClientMarks.SALT_BYTES);
            this.session = saved;
            this.binding = ClientMarks.of(guard.signals(), said(), salt).text();
            saved.set(BindingGuard.ATTRIBUTE, binding);
            guard.describe(saved, request.exchange());
        } else if (saved.equals(session) && bindingIn(saved).isEmpty()) {
            saved.set(BindingGuard.ATTRIBUTE, binding); // the application cleared the session, not the binding
        }
    }

    /** An empty session stays without a trace. */
    private boolean bindsVisitor(Session saved, PrivilegeChange change) {
        return guard.bindsVisitors()
                && saved.principal().isEmpty()
                && !saved.names().isEmpty()
                && (change == PrivilegeChange.RENEWED
                        || !(saved.equals(session) || bindingIn(saved).isPresent()));
    }

    private void report(List<BindingSignal> changed, int score, BindingReaction reaction) {
        List<String> names = changed.stream().map(BindingSignal::name).toList();
        Session compared = session;
        if (compared != null) {
            compared.reportBindingBroken(names, score, reaction.word());
            request.warn("Session " + compared.id() + " is used by a client unlike the one that logged in: " + names
                    + " differ, score " + score + ", reaction " + reaction.word());
        }
    }

    /** What the request says, read once. */
    private Map<BindingSignal, Set<String>> said() {
        Map<BindingSignal, Set<String>> known = said;
        if (known == null) {
            known = new LinkedHashMap<>();
            for (BindingSignal signal : guard.signals()) {
                known.put(signal, signal.reading().apply(request));
            }
            said = known;
        }
        return known;
    }

    private static Optional<String> bindingIn(Session session) {
        return session.get(BindingGuard.ATTRIBUTE)
                .filter(String.class::isInstance)
                .map(String.class::cast);
    }
}
