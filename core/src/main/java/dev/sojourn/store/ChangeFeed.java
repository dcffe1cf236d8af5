// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store;

/**
 * A store that tells when sessions change or end, whichever node did it, so that copies of them can be dropped.
 *
 * <p>What is told is a reason to look again and nothing to rely on for the data itself: saves are conditional whatever a copy
 * said.
 */
public interface ChangeFeed {

    /**
     * Tells the listener from now on, until the subscription or the store is closed.
     *
     * <p>Returns without waiting for the network: the feed counts as interrupted until {@link ChangeListener#flowing} is
     * called, possibly before this method returns.
     */
    Subscription subscribe(ChangeListener listener);

    /**
     * Hears of changes, in the order in which they reach this node, one call at a time. Must return at once and never block.
     */
    interface ChangeListener {

        /**
         * The session was created, saved, touched or deleted, by this node or another: every copy of it may be outdated.
         *
         * <p>Where all sessions end at once ({@link Browsable#clear}), each is told, or the feed is interrupted and flows again.
         */
        void changed(SessionKey key);

        /** From now on every change is told. What was read before this may be outdated. */
        void flowing();

        /** Changes are being missed from now on, and perhaps for a while already: every copy may be outdated. */
        void interrupted();
    }

    /** What {@link #subscribe} began. */
    interface Subscription extends AutoCloseable {

        /** Tells nothing any more; harmless when repeated. */
        @Override
        void close();
    }
}
