// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.clients;

import dev.sojourn.benchmarks.Distribution;
import dev.sojourn.benchmarks.MarkdownTable;
import dev.sojourn.benchmarks.Plan;
import dev.sojourn.servers.RedisServer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** What a blocking call costs through Lettuce, Jedis and a bare socket, as a table. */
public final class ClientTable {
    private static final List<Integer> THREADS = List.of(1, 16);
    private static final int VALUE_BYTES = 600;
    private static final byte[] KEY = "sojourn:s:AAAAAAAAAAAAAAAAAAAAAA".getBytes(StandardCharsets.US_ASCII);

    private final Map<String, List<CallRound>> found = new LinkedHashMap<>();
    private final byte[] value = new byte[VALUE_BYTES];
    private final byte[] version = new byte[Long.BYTES];

    private ClientTable() {
        new Random(1).nextBytes(value);
        ByteBuffer.wrap(value).get(1, version);
    }

    /** Measures and returns Markdown. */
    public static String measure(Plan plan) throws Exception {
        ClientTable table = new ClientTable();
        try (RedisServer redis = RedisServer.start()) {
            for (int threads : THREADS) {
                table.measure(plan, threads, redis.port());
            }
        }
        return table.text();
    }

    private void measure(Plan plan, int threads, int port) throws Exception {
        Map<String, RedisCaller> callers = new LinkedHashMap<>();
        callers.put("bare blocking socket", new SocketCaller(port));
        callers.put("Lettuce", new LettuceCaller(port));
        callers.put("Jedis", new JedisCaller(port, threads));
        try {
            for (RedisCaller caller : callers.values()) {
                caller.set(KEY, value);
                caller.load();
            }
            for (int warmup = 0; warmup < plan.warmups(); warmup++) {
                round(plan, threads, callers, false);
            }
            for (int round = 0; round < plan.rounds(); round++) {
                round(plan, threads, callers, true);
            }
        } finally {
            callers.values().forEach(RedisCaller::close);
        }
    }

    /** All clients one after the other, so that what disturbs the machine for a while disturbs all of them alike. */
    private void round(Plan plan, int threads, Map<String, RedisCaller> callers, boolean counts) throws Exception {
        for (Map.Entry<String, RedisCaller> entry : callers.entrySet()) {
            RedisCaller caller = entry.getValue();
            CallRound read = CallRound.run(threads, plan.iterationMillis(), () -> caller.get(KEY));
            CallRound write = CallRound.run(threads, plan.iterationMillis(), () -> {
                caller.get(KEY);
                caller.save(KEY, version, value);
            });
            if (counts) {
                keep(line(entry.getKey(), "GET", threads), read);
                keep(line(entry.getKey(), "GET + EVALSHA", threads), write);
            }
        }
    }

    private void keep(String line, CallRound round) {
        found.computeIfAbsent(line, first -> new ArrayList<>()).add(round);
    }

    private String text() {
        MarkdownTable table = new MarkdownTable(
                "client", "calls", "threads", "µs of CPU", "lowest and highest round", "CPU, socket = 1", "per second");
        for (int threads : THREADS) {
            for (String calls : List.of("GET", "GET + EVALSHA")) {
                Distribution floor = cpu("bare blocking socket", calls, threads);
                for (String client : List.of("bare blocking socket", "Lettuce", "Jedis")) {
                    Distribution cpu = cpu(client, calls, threads);
                    Distribution rate = new Distribution(rounds(client, calls, threads).stream()
                            .map(CallRound::perSecond)
                            .toList());
                    table.add(
                            client,
                            calls,
                            Integer.toString(threads),
                            number("%.1f", cpu.median()),
                            number("%.1f", cpu.lowest()) + " – " + number("%.1f", cpu.highest()),
                            number("%.2f", cpu.dividedBy(floor).median()),
                            number("%.0f", rate.median()));
                }
            }
        }
        return table.toString();
    }

    private Distribution cpu(String client, String calls, int threads) {
        return new Distribution(rounds(client, calls, threads).stream()
                .map(CallRound::cpuMicros)
                .toList());
    }

    private List<CallRound> rounds(String client, String calls, int threads) {
        return Objects.requireNonNull(found.get(line(client, calls, threads)));
    }

    private static String line(String client, String calls, int threads) {
        return client + ", " + calls + ", " + threads;
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
