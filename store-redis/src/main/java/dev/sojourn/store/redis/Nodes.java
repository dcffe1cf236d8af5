// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The servers that were talked to, each with its connections. Thread-safe. */
final class Nodes implements AutoCloseable {
    private final ConnectionSettings settings;
    private final InstantSource clock;
    private final OverdueWrites overdue = new OverdueWrites();
    private final ConcurrentHashMap<Endpoint, Node> nodes = new ConcurrentHashMap<>();

    Nodes(ConnectionSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    Node at(Endpoint endpoint) {
        return nodes.computeIfAbsent(endpoint, missing -> new Node(missing, settings, overdue, clock));
    }

    /** Lets go of servers that have no part any more. */
    void keepOnly(Set<Endpoint> endpoints) {
        nodes.keySet().stream()
                .filter(endpoint -> !endpoints.contains(endpoint))
                .forEach(this::drop);
    }

    ConnectionSettings settings() {
        return settings;
    }

    OverdueWrites overdueWrites() {
        return overdue;
    }

    @Override
    public void close() {
        nodes.keySet().forEach(this::drop);
        overdue.close();
    }

    private void drop(Endpoint endpoint) {
        Node node = nodes.remove(endpoint);
        if (node != null) {
            node.close();
        }
    }
}
