// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.model;

import dev.sojourn.store.SessionStore;
import dev.sojourn.testkit.FaultyStore;
import dev.sojourn.testkit.ManualClock;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * The nodes of one application, for all programs of a run. Programs share the store and no session.
 *
 * @param clock the clock of all
 * @param nodes how each reaches the store
 * @param forgetting lets a node forget its copies
 */
record Stage(ManualClock clock, List<Node> nodes, IntConsumer forgetting) implements AutoCloseable {

    void forgetCopies(int node) {
        forgetting.accept(node);
    }

    /**
     * One node.
     *
     * @param connection the store itself
     * @param faults before it, what can fail
     * @param store before that, what the node's manager asks: a near cache or the same
     */
    record Node(SessionStore connection, FaultyStore faults, SessionStore store) {}

    @Override
    public void close() {
        nodes.forEach(node -> node.store().close());
    }
}
