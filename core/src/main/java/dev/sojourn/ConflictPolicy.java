// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

/**
 * What happens when requests of one session run at the same time; {@code docs/concurrency.md} says which to take when.
 *
 * <p>For all sessions of an application by {@link SessionPolicy.Builder#onConflict}, for one call by {@link
 * SessionManager#open(String, ConflictPolicy)}, and for the requests of a route by a web adapter.
 */
public enum ConflictPolicy {
    /**
     * Apply the changes to the newer session and save again.
     *
     * <p>Different attributes both survive; of one attribute set by both, the later commit's value stays; functions given
     * to {@code update} run again on the newer value.
     */
    MERGE,
    /** Throw {@link SessionConflictException}, also if different attributes were changed; nothing is written. */
    FAIL,
    /**
     * One request of a session at a time, across all nodes: the others wait, in order, and then see what the one before them saved.
     *
     * <p>Needs a store with {@link dev.sojourn.store.Locking}. Costs three round trips more, and threads that wait. A request has
     * its turn for as long as its process renews it; one that lost it, because its process stood still for longer than {@link
     * SessionPolicy#leaseLength()}, cannot save any more. Requests of the session under another policy do not wait; if one
     * of them changes what the session holds, the request whose turn it is fails like one under {@link #FAIL}.
     */
    EXCLUSIVE
}
