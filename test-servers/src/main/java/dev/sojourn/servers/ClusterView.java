// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servers;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How one node sees its cluster. Immutable. A node that does not answer sees nothing.
 *
 * @param clusterState the fields of CLUSTER INFO
 * @param ranges first slot of each range to the ports of its owner and its replicas, in this order
 * @param replication the fields of INFO replication
 */
record ClusterView(
        Map<String, String> clusterState,
        NavigableMap<Integer, List<Integer>> ranges,
        Map<String, String> replication) {

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);
    private static final ClusterView NOTHING = new ClusterView(Map.of(), new TreeMap<>(), Map.of());

    static ClusterView of(RedisServer node) {
        try (RespClient client = node.client(ANSWER_LIMIT)) {
            return new ClusterView(
                    RespClient.fields(client.send("CLUSTER", "INFO").text()),
                    ranges(client.send("CLUSTER", "SLOTS")),
                    client.info("replication"));
        } catch (UncheckedIOException | RespException e) {
            return NOTHING;
        }
    }

    /** All slots are served, and a replica has its master's keys. */
    boolean isWhole() {
        return "ok".equals(clusterState.get("cluster_state"))
                && Integer.toString(RedisCluster.SLOTS).equals(clusterState.get("cluster_slots_ok"))
                && replication.getOrDefault("master_link_status", "up").equals("up");
    }

    /** The port of the owner of each range, by its first slot. */
    Map<Integer, Integer> ownerPorts() {
        Map<Integer, Integer> owners = new TreeMap<>();
        ranges.forEach((first, ports) -> owners.put(first, ports.get(0)));
        return owners;
    }

    /** The port of the owner of a slot; -1 if this node does not know. */
    int ownerPort(int slot) {
        Map.Entry<Integer, List<Integer>> range = ranges.floorEntry(slot);
        return range == null ? -1 : range.getValue().get(0);
    }

    /** Which ports serve what, for comparison with another view. */
    Map<Integer, List<Integer>> addresses() {
        Map<Integer, List<Integer>> addresses = new TreeMap<>();
        ranges.forEach((first, ports) -> addresses.put(first, sortedReplicas(ports)));
        return addresses;
    }

    private static List<Integer> sortedReplicas(List<Integer> ports) {
        return Stream.concat(ports.stream().limit(1), ports.stream().skip(1).sorted())
                .toList();
    }

    /** Each range: first slot, last slot, then address, port and more of each server. */
    private static NavigableMap<Integer, List<Integer>> ranges(Reply slots) {
        NavigableMap<Integer, List<Integer>> ranges = new TreeMap<>();
        for (Reply range : slots.items()) {
            List<Reply> parts = range.items();
            ranges.put(
                    Math.toIntExact(parts.get(0).number()),
                    parts.stream()
                            .skip(2)
                            .map(server -> Math.toIntExact(server.items().get(1).number()))
                            .toList());
        }
        return ranges;
    }
}
