// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo.site;

import dev.sojourn.Session;
import dev.sojourn.SessionManager;
import dev.sojourn.store.SessionStore;
import dev.sojourn.store.cookie.SealedCookieStore;
import jakarta.servlet.http.HttpServletRequest;

/** {@code POST /sessions/end-others}: ends all of the user's sessions but this one. */
final class EndOthersAction extends FreshAction {
    private static final long serialVersionUID = 1L;

    private final transient SessionManager manager;
    private final transient SessionStore store;

    EndOthersAction(SessionManager manager, SessionStore store) {
        this.manager = manager;
        this.store = store;
    }

    @Override
    String act(Session session, HttpServletRequest request) {
        if (store instanceof SealedCookieStore cookies) {
            cookies.endOthers(session.principal().orElseThrow(), manager.keyOf(session));
            return "All other sessions have ended.";
        }
        int ended = manager.endOthers(session);
        return ended == 1 ? "The other session has ended." : ended + " other sessions have ended.";
    }
}
