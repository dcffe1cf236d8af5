// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo.site;

import dev.sojourn.Session;
import dev.sojourn.SessionManager;
import dev.sojourn.SessionSnapshot;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * One session of a user, as the page shows it.
 *
 * @param id the public id
 * @param name what the client said of itself
 * @param created when the session was created
 * @param lastSeen when it was last used, as far as the store was told
 * @param isThis whether the page is shown in it
 */
record Device(String id, String name, Instant created, Instant lastSeen, boolean isThis) {
    private static final String NAMELESS = "unknown browser";

    /** All sessions of the user of this one: first this, then those that were used last. */
    static List<Device> all(SessionManager manager, Session session) {
        return manager.sessionsOf(session.principal().orElseThrow()).stream()
                .map(found -> of(found, session))
                .sorted(Comparator.comparing(Device::isThis)
                        .thenComparing(Device::lastSeen)
                        .reversed())
                .toList();
    }

    /** The session at hand. */
    static Device of(Session session) {
        return new Device(
                session.id(), session.client().orElse(NAMELESS), session.created(), session.lastAccessed(), true);
    }

    private static Device of(SessionSnapshot found, Session session) {
        return new Device(
                found.id(),
                found.client().orElse(NAMELESS),
                found.created(),
                found.lastAccessed(),
                found.isOf(session));
    }
}
