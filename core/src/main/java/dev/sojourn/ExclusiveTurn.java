// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.store.SessionKey;
import java.time.Instant;

/** The lease of a session that one request has under {@link ConflictPolicy#EXCLUSIVE}. Thread-safe. */
final class ExclusiveTurn {
    private final SessionKey key;
    private final String owner;
    private final boolean takenOver;
    private volatile Instant until;
    private volatile boolean lost;
    private volatile boolean ended;

    /** By the manager's clock it lasts until then, counted from before the store was asked: never longer than the store's. */
    ExclusiveTurn(SessionKey key, String owner, boolean takenOver, Instant until) {
        this.key = key;
        this.owner = owner;
        this.takenOver = takenOver;
        this.until = until;
    }

    SessionKey key() {
        return key;
    }

    String owner() {
        return owner;
    }

    /** Whether the last owner's lease ran out, so that the last owner has to be fenced off before anything is read. */
    boolean isTakenOver() {
        return takenOver;
    }

    Instant until() {
        return until;
    }

    void renewed(Instant newUntil) {
        until = newUntil;
    }

    /** The store says that it is somebody else's. */
    void lost() {
        lost = true;
    }

    boolean isLost(Instant now) {
        return lost || !now.isBefore(until);
    }

    /** Whether it was given back. */
    boolean isEnded() {
        return ended;
    }

    void ended() {
        ended = true;
    }
}
