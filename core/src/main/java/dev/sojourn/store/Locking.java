// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store;

import java.time.Duration;

/**
 * A store in which one owner at a time, of all nodes, has a lease of a session: the ground under the policy EXCLUSIVE.
 *
 * <p>No call waits. Who has to wait is put into a queue, and asks again when it is offered the lease, or when that has run
 * out. A lease is no lock: it ends by time, whether its owner has noticed or not. So what an owner writes must be conditional, and
 * who takes over a lease that ran out has to change the version of the session's record before it reads what it works on.
 *
 * <p>An owner is a name of 1 to 64 letters, digits, {@code -} and {@code _}, another one for each request. All methods are
 * thread-safe and may block on the network. A lease needs no session to be there, and ends no session.
 */
public interface Locking {
    /** How long a lease that became free is kept for who is first in the queue: long enough to ask, short if that one is dead. */
    Duration CLAIM = Duration.ofSeconds(1);

    /** How long a store remembers at least that a lease ran out and was not given back. */
    Duration MEMORY = Duration.ofMinutes(5);

    /**
     * Asks for the lease of a session, and enters the queue if it is somebody else's.
     *
     * <p>Goes to the first in the queue before anybody else. An owner that has it already, or is offered it, has it from now on
     * for the whole length. An owner is in the queue once, and keeps its place when it asks again. A store without a queue gives
     * a free lease to whoever asks first.
     *
     * @param length 1 ms or more, by the store's clock
     * @throws StoreUnavailableException if the outcome is unknown; repeating is harmless
     */
    LeaseResult acquire(SessionKey key, String owner, Duration length);

    /**
     * Lets the lease last this long from now on.
     *
     * @return false if it is not the owner's (any more), or has run out
     * @throws StoreUnavailableException if the outcome is unknown; repeating is harmless
     */
    boolean renew(SessionKey key, String owner, Duration length);

    /**
     * Gives the lease back, for {@link #CLAIM} to the first in the queue, who is told. Takes an owner that only waits out of the
     * queue.
     *
     * @return whether the owner had the lease until now
     * @throws StoreUnavailableException if the outcome is unknown; repeating is harmless
     */
    boolean release(SessionKey key, String owner);

    /**
     * Tells the listener from now on whom a lease is offered; by default nobody and nothing, and who waits has to ask.
     *
     * <p>Returns without waiting for the network. What is told can be missed: it is a reason to ask again, and nothing more.
     */
    default ChangeFeed.Subscription subscribe(LeaseListener listener) {
        return () -> {};
    }

    /** Hears of offers of any node, one call at a time. Must return at once and never block. */
    interface LeaseListener {

        /** The lease of this session is kept for this owner, for {@link Locking#CLAIM}; may be told more than once. */
        void offered(SessionKey key, String owner);

        /** From now on every offer is told; those before may have been missed. */
        void flowing();

        /** Offers are being missed from now on, and perhaps for a while already. */
        void interrupted();
    }
}
