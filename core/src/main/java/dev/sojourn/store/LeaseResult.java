// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store;

import java.time.Duration;

/** What became of the wish for a lease. */
public sealed interface LeaseResult {

    /**
     * The owner has the lease.
     *
     * @param takenOver whether the last owner's lease ran out and was not given back, so that it may still be at work
     */
    record Acquired(boolean takenOver) implements LeaseResult {}

    /**
     * Somebody else has it, or is offered it, and the owner is in the queue if there is one.
     *
     * @param remaining after how long it runs out unless it is renewed; positive
     */
    record Waiting(Duration remaining) implements LeaseResult {}
}
