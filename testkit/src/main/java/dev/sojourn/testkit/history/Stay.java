// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

import dev.sojourn.testkit.history.Intent.Kind;

/** A session as its clients know it: their label for it, and the newest token that they have. Thread-safe; never prints it. */
final class Stay {
    private final String label;
    private final String created;
    private String token;
    private Kind change = Kind.READ;
    private int changesBegun;
    private int changesDone;

    Stay(String label, String created, String token) {
        this.label = label;
        this.created = created;
        this.token = token;
    }

    String label() {
        return label;
    }

    synchronized String token() {
        return token;
    }

    /** Takes a new token, unless another answer has brought a newer one than the request was sent with. */
    synchronized void renew(String sent, String renewed) {
        if (token.equals(sent)) {
            token = renewed;
        }
    }

    /**
     * Whether an answer shows this session: its moment of creation stays, and it has been counted as often as this at least.
     *
     * <p>The count tells it from a session which the request itself has begun, in the same millisecond perhaps.
     */
    boolean isShownBy(Seen seen, int leastVisits) {
        return seen.isPresent() && seen.created().equals(created) && seen.visits() >= leastVisits;
    }

    /** Begins a login or a logout, if no other one is under way: two that race leave nobody who knows the right token. */
    synchronized boolean begin(Kind loginOrLogout) {
        if (change != Kind.READ) {
            return false;
        }
        change = loginOrLogout;
        changesBegun++;
        return true;
    }

    /** The login or logout is over; done, if its answer was clear, else it may still come. */
    synchronized void endChange(boolean done) {
        change = Kind.READ;
        changesDone += done ? 1 : 0;
    }

    /** How many logins and logouts are over and done. */
    synchronized int changesDone() {
        return changesDone;
    }

    /** Whether none can have happened since so many were done: a request of this time cannot have been dropped because of one. */
    synchronized boolean isUnchangedSince(int done) {
        return changesBegun == done;
    }

    /** Whether a refusal of this token is the last word: no newer one is known, and no login is about to bring one. */
    synchronized boolean isNewest(String sent) {
        return change != Kind.LOGIN && token.equals(sent);
    }
}
