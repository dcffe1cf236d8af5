// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import dev.sojourn.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Those who watch the session of one request. Guarded by the lock of its {@link RequestSession}. */
final class SessionWatches {
    private final GuardedRequest request;
    private final List<Watching> all = new ArrayList<>();

    private record Watching(WebGuard guard, SessionWatch watch) {}

    SessionWatches(GuardedRequest request) {
        this.request = request;
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    void add(WebGuard guard, SessionWatch watch) {
        all.add(new Watching(guard, watch));
    }

    /** The session was opened: asks all. */
    void opened(Session session) {
        all.forEach(watching -> ask(watching, session));
    }

    /** The session was opened before the last of them came: asks that one. */
    void openedBefore(Session session) {
        ask(all.get(all.size() - 1), session);
    }

    void saving(Session session, SessionWatch.PrivilegeChange change) {
        all.forEach(watching -> watching.watch().saving(session, change));
    }

    /** One that ended the session has had the last word. */
    private void ask(Watching watching, Session session) {
        if (session.state() == Session.State.ENDED) {
            return;
        }
        Optional<GuardRefusal> refusal = watching.watch().opened(session);
        refusal.ifPresent(found -> request.report(watching.guard(), found));
        if (refusal.isPresent() && refusal.get().enforced()) {
            throw new RequestRefusedException(refusal.get());
        }
    }
}
