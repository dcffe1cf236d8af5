// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import dev.sojourn.Session;
import dev.sojourn.SessionEndedException;
import dev.sojourn.SessionManager;
import dev.sojourn.store.SessionKey;

/**
 * A session with the accessor of Servlet 6.1.
 *
 * <p>A class of its own, so that nothing names the accessor's type where the API does not have it.
 */
final class SessionViewWithAccessor extends SessionView {

    SessionViewWithAccessor(Session session, SessionContext context, Announcements told) {
        super(session, context, told);
    }

    /** A way to the session for what outlives the request, such as a WebSocket; each use is saved, and counts as use. */
    @Override
    public Accessor getAccessor() {
        Session session = core();
        if (session.state() == Session.State.ENDED) {
            throw new SessionEndedException(session.id());
        }
        SessionContext context = context();
        SessionManager manager = context.sessions().manager();
        SessionKey key = manager.keyOf(session);
        String id = session.id();
        return consumer -> {
            boolean found = manager.update(key, outside -> {
                if (!outside.id().equals(id)) {
                    throw new IllegalStateException("the session has another id now: take a new accessor from it");
                }
                SessionView view = new SessionViewWithAccessor(outside, context, new Announcements());
                consumer.accept(view);
                view.sleep();
            });
            if (!found) {
                throw new SessionEndedException(id);
            }
        };
    }
}
