// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo.site;

import dev.sojourn.Session;
import dev.sojourn.SessionManager;
import jakarta.servlet.http.HttpServletRequest;

/** {@code POST /sessions/end-others}: ends all of the user's sessions but this one. */
final class EndOthersAction extends FreshAction {
    private static final long serialVersionUID = 1L;

    private final transient SessionManager manager;

    EndOthersAction(SessionManager manager) {
        this.manager = manager;
    }

    @Override
    String act(Session session, HttpServletRequest request) {
        int ended = manager.endOthers(session);
        return ended == 1 ? "The other session has ended." : ended + " other sessions have ended.";
    }
}
