// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo.site;

import dev.sojourn.Session;
import dev.sojourn.servlet.SessionFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;

/** What pages ask that are for users only. */
final class SignedIn {
    private SignedIn() {}

    /** The session of a user; anybody else is sent to sign in, and there is nothing more to do. */
    static Optional<Session> session(HttpServletRequest request, HttpServletResponse response) {
        Optional<Session> session =
                SessionFilter.session(request).filter(open -> open.principal().isPresent());
        if (session.isEmpty()) {
            SeeOther.at(LoginPage.PATH_TO_SESSIONS, response);
        }
        return session;
    }
}
