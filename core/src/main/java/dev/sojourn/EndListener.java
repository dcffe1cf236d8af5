// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

/**
 * Is told of every session that ended, at least once, also if the process dies that ended it.
 *
 * <p>The end stays in the store until this has returned, on some node. If it throws, or its process dies, or it takes longer than
 * {@link dev.sojourn.store.ConfirmedEnds#HELD}, the end is told again, here or on another node, to all end listeners. So the same end can come twice:
 * {@link SessionEvent.Ended#sessionId()} is the same then, and of no other end. Whoever stores it as a unique key tells each end once.
 *
 * <p>Called on the thread {@code sojourn-end-listeners}, one end after the other; it may block. Must be thread-safe. See {@link
 * SessionManagerBuilder#endListener}.
 */
@FunctionalInterface
public interface EndListener {

    /**
     * A session ended.
     *
     * @throws Exception if it is to be told again
     */
    void onEnded(SessionEvent.Ended ended) throws Exception;
}
