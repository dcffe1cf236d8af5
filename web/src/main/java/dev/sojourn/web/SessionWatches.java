// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import dev.sojourn.Session;
import java.util.ArrayList;
import java.util.List;

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

    /** The session was opened: asks all until one withholds it. Whether it is handed out. */
    boolean handOut(Session session) {
        return all.stream().allMatch(watching -> ask(watching, session));
    }

    /** The session was opened before the last of them came: asks that one. Whether it stays handed out. */
    boolean lastHandsOut(Session session) {
        return ask(all.get(all.size() - 1), session);
    }

    void saving(Session session, SessionWatch.PrivilegeChange change) {
        all.forEach(watching -> watching.watch().saving(session, change));
    }

    /** One that ended the session has had the last word. */
    private boolean ask(Watching watching, Session session) {
        if (session.state() == Session.State.ENDED) {
            return true;
        }
        SessionWatch.Verdict verdict = watching.watch().opened(session);
        if (verdict instanceof SessionWatch.Verdict.Refuse refuse) {
            request.report(watching.guard(), refuse.refusal());
            if (refuse.refusal().enforced()) {
                throw new RequestRefusedException(refuse.refusal());
            }
        }
        return !(verdict instanceof SessionWatch.Verdict.Withhold);
    }
}
