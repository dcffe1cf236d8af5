// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.sweep;

import dev.sojourn.servers.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Three nodes, each a process of its own, that begin together. */
final class SweepNodes implements AutoCloseable {
    private static final int NODES = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Pattern READY = Pattern.compile(SweepNode.READY);
    private static final Pattern TOLD = Pattern.compile(SweepNode.TOLD + "(\\d+)");

    private final List<JavaProcess> nodes = new ArrayList<>();
    private final Path directory;

    private SweepNodes(Path directory) {
        this.directory = directory;
    }

    /** Starts them and waits until all could begin. */
    static SweepNodes start(String jdbcUrl) throws IOException {
        SweepNodes all = new SweepNodes(Files.createTempDirectory("sojourn-sweep-"));
        for (int node = 0; node < NODES; node++) {
            all.nodes.add(JavaProcess.ofClass(SweepNode.class)
                    .options("-Xmx512m", "-XX:+UseSerialGC")
                    .arguments(
                            jdbcUrl,
                            all.beginning().toString(),
                            all.ending().toString(),
                            all.keys(node).toString())
                    .start());
        }
        all.nodes.forEach(node -> node.awaitLine(READY, PATIENCE));
        return all;
    }

    /** Lets them begin. */
    void begin() throws IOException {
        Files.createFile(beginning());
    }

    /** Lets them end; answers of how many sessions each was told. */
    List<Integer> end() throws IOException {
        Files.createFile(ending());
        return nodes.stream()
                .map(node -> Integer.valueOf(node.awaitLine(TOLD, PATIENCE).group(1)))
                .toList();
    }

    /** The keys of all sessions of which one of them was told, as often as it was told, as text. */
    List<String> toldKeys() throws IOException {
        List<String> all = new ArrayList<>();
        for (int node = 0; node < NODES; node++) {
            int code = nodes.get(node).awaitEnd(PATIENCE);
            if (code != 0) {
                throw new IllegalStateException(
                        "a node ended with " + code + ": " + nodes.get(node).lines());
            }
            all.addAll(Files.readAllLines(keys(node)));
        }
        return all;
    }

    @Override
    public void close() throws IOException {
        nodes.forEach(JavaProcess::close);
        for (int node = 0; node < NODES; node++) {
            Files.deleteIfExists(keys(node));
        }
        Files.deleteIfExists(beginning());
        Files.deleteIfExists(ending());
        Files.delete(directory);
    }

    private Path beginning() {
        return directory.resolve("begin");
    }

    private Path ending() {
        return directory.resolve("end");
    }

    private Path keys(int node) {
        return directory.resolve("keys-" + node);
    }
}
