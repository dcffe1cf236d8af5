// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.cookie;

import dev.sojourn.store.SecretHash;
import dev.sojourn.store.SessionRecord;
import java.time.Instant;

/**
 * What a server remembers of a session that the browser carries: that it ended, or since which renewal it is good.
 *
 * <p>It is a record of the revocation store: {@code renewals} is the number of the last login or renewal that the application asked
 * for, {@code renewed} its moment, and the current secret says which one it was. An end is the highest number there is.
 */
final class Floor {
    private static final int ENDED = Integer.MAX_VALUE;

    private final SessionRecord stored;
    private final RevocationKeys keys;

    Floor(SessionRecord stored, RevocationKeys keys) {
        this.stored = stored;
        this.keys = keys;
    }

    boolean isEnd() {
        return stored.renewals() == ENDED;
    }

    SessionRecord stored() {
        return stored;
    }

    /**
     * Whether what is carried is of before the last login.
     *
     * <p>The timer counts renewals too, on the old side of the login as well: so of those that are further than the login, only those
     * renewed after it are good.
     */
    boolean isAbove(SessionRecord carried) {
        if (carried.renewals() != stored.renewals()) {
            return carried.renewals() < stored.renewals() || carried.renewed().isBefore(stored.renewed());
        }
        return !keys.ofSecret(carried.secrets().current())
                .equals(stored.secrets().current());
    }

    /** The carried record, in which no secret that it knows is good any more. */
    SessionRecord superseding(SessionRecord carried, Instant now) {
        Instant since = stored.renewed().isBefore(now) ? stored.renewed() : now;
        SecretHash unknown = stored.secrets().current();
        return carried.toBuilder()
                .secrets(carried.secrets().replacedBy(unknown, since))
                .build();
    }

    /** The record as one that says that the session ended. */
    static SessionRecord.Builder ended(SessionRecord.Builder floor) {
        return floor.renewals(ENDED);
    }
}
