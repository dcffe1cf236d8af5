// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import java.util.List;

/** One server has everything. */
final class SingleServer implements Topology {
    private final Nodes nodes;
    private final Node node;

    SingleServer(Nodes nodes, Endpoint endpoint) {
        this.nodes = nodes;
        this.node = nodes.at(endpoint);
    }

    @Override
    public Node nodeOf(byte[] key, Deadline deadline) {
        return node;
    }

    @Override
    public List<Node> nodes(Deadline deadline) {
        return List.of(node);
    }

    /** Only a member of a cluster says so, and then this is the wrong topology: the caller's hops come to an end. */
    @Override
    public Node moved(int slot, Endpoint target) {
        return node;
    }

    @Override
    public Node at(Endpoint target) {
        return node;
    }

    @Override
    public void doubt(Deadline deadline) {
        // There is no other.
    }

    @Override
    public void refresh(Deadline deadline) {
        // Nothing changes.
    }

    @Override
    public void close() {
        nodes.close();
    }
}
