// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Several servers with one store, each in a process of its own, as behind a load balancer.
 *
 * <p>They are started by the command line that started this process, with other ports, and end with it: each reads its
 * standard input, which ends when this process does, however that comes about.
 */
final class DemoNodes implements AutoCloseable {
    private static final long STOP_SECONDS = 5;

    private final List<Node> nodes = new ArrayList<>();
    private final PrintWriter out;

    private record Node(Process process, int port) {
        String url() {
            return "http://localhost:" + port + "/";
        }
    }

    private DemoNodes(PrintWriter out) {
        this.out = out;
    }

    /**
     * Starts the servers, on this port and those after it; on any free ones if it is 0.
     *
     * @param command what starts one server, but for its port
     * @param store what is given to each as {@value DemoCommand#STORE_VARIABLE}: not on the command line, where everybody on
     *     this machine could read a password
     * @throws IOException if one does not start; the others are stopped then
     */
    static DemoNodes start(int count, int firstPort, List<String> command, String store, PrintWriter out)
            throws IOException {
        DemoNodes all = new DemoNodes(out);
        try {
            for (int number = 0; number < count; number++) {
                all.add(number + 1, firstPort == 0 ? 0 : firstPort + number, command, store);
            }
            return all;
        } catch (IOException | RuntimeException failed) {
            all.close();
            throw failed;
        }
    }

    /** Says where they are, and how to put one address before all of them. */
    void describe(String settings) throws IOException {
        out.println("Sojourn demo, " + nodes.size() + " servers with one store:");
        nodes.forEach(node -> out.println("  " + node.url()));
        out.println(settings);
        out.println("One address for all of them, http://localhost:" + balancerPort() + "/, with the package haproxy:");
        out.println("  haproxy -f "
                + BalancerFile.write(
                        balancerPort(), nodes.stream().map(Node::port).toList()));
        out.flush();
    }

    /** Waits until all have ended; tells of each that does. */
    void join() throws InterruptedException {
        for (Node node : nodes) {
            int status = node.process().waitFor();
            out.println("The server " + node.url() + " has ended (status " + status + ").");
            out.flush();
        }
    }

    /** Stops them, and waits a moment for requests under way. */
    @Override
    public void close() {
        nodes.forEach(node -> node.process().destroy());
        for (Node node : nodes) {
            try {
                if (!node.process().waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                    node.process().destroyForcibly();
                }
            } catch (InterruptedException interrupted) {
                node.process().destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }

    private void add(int number, int port, List<String> command, String store) throws IOException {
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of("--port", Integer.toString(port), "--ends-with-input"));
        ProcessBuilder builder = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put(DemoCommand.STORE_VARIABLE, store);
        Process process = builder.start();
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String first = said.readLine();
        if (first == null || !first.startsWith(DemoCommand.STARTED)) {
            process.destroyForcibly();
            throw new IOException("server " + number + " of the demo did not start");
        }
        String url = first.substring(DemoCommand.STARTED.length());
        nodes.add(new Node(process, Integer.parseInt(url.replaceAll("\\D", ""))));
        Thread reader = new Thread(() -> said.lines().forEach(ignored -> {}), "sojourn-demo-node-" + number);
        reader.setDaemon(true); // a full pipe would stop the server
        reader.start();
    }

    private int balancerPort() {
        return nodes.stream().mapToInt(Node::port).max().orElseThrow() + 1;
    }
}
