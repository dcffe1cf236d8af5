// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.store.SessionRecord;
import java.time.Duration;
import java.time.Instant;

/** Whether a login is fresh enough for what is asked. */
final class Freshness {
    private Freshness() {}

    /**
     * Checks it, for {@link Session#requireFresh}.
     *
     * @param session as this request has changed it
     * @param doubted whether the login does not count, since the client seems to be another
     * @return the session
     */
    static SessionRecord required(Duration maxAge, String id, SessionRecord session, boolean doubted, Instant now) {
        Arguments.checkSpan("maxAge", maxAge, "");
        boolean recent = session.principal().isPresent()
                && session.authenticated()
                        .filter(login -> login.plus(maxAge).isAfter(now))
                        .isPresent();
        if (doubted || !recent) {
            throw new StaleAuthenticationException(id, maxAge);
        }
        return session;
    }
}
