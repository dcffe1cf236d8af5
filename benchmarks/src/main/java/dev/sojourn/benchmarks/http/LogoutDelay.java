// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.http;

import dev.sojourn.CommitResult;
import dev.sojourn.Session;
import dev.sojourn.SessionManager;
import dev.sojourn.benchmarks.MarkdownTable;
import dev.sojourn.benchmarks.Plan;
import dev.sojourn.servers.RedisServer;
import dev.sojourn.store.memory.NearCache;
import dev.sojourn.store.redis.RedisStore;
import java.util.Arrays;
import java.util.Locale;

/**
 * How long a node with a copy of a session still opens it after another node has ended it.
 *
 * <p>Two managers with two near caches and connections of their own, in one process so that one clock measures: the second has the
 * session in its cache and asks for it over and over from the moment at which {@code end} returned at the first.
 */
public final class LogoutDelay {
    private LogoutDelay() {}

    /** Measures and returns Markdown. */
    public static String measure(Plan plan) {
        try (RedisServer redis = RedisServer.start();
                SessionManager first = manager(redis);
                SessionManager second = manager(redis)) {
            int rounds = plan.logouts();
            double[] micros = new double[rounds];
            int neverCached = 0;
            for (int round = 0; round < rounds; round++) {
                Session session = first.create();
                session.login("somebody");
                CommitResult created = first.commit(session);
                String token = created.token().orElseThrow().reveal();
                awaitOpen(second, token);
                first.end(first.keyOf(session));
                long start = System.nanoTime();
                boolean open = second.open(token).session().isPresent();
                neverCached += open ? 0 : 1;
                while (open) {
                    open = second.open(token).session().isPresent();
                }
                micros[round] = (System.nanoTime() - start) / 1e3;
            }
            return table(micros)
                    + String.format(
                            Locale.ROOT,
                            "%nOf %,d logouts, %,d were known to the other node at its first look.%n",
                            rounds,
                            neverCached);
        }
    }

    private static SessionManager manager(RedisServer redis) {
        return SessionManager.builder(
                        NearCache.builder(RedisStore.connect(redis.uri())).build())
                .build();
    }

    /** Twice: the first look-up fills the cache. */
    private static void awaitOpen(SessionManager manager, String token) {
        for (int look = 0; look < 2; look++) {
            if (manager.open(token).session().isEmpty()) {
                throw new IllegalStateException("the session was not found by the other node");
            }
        }
    }

    private static MarkdownTable table(double[] micros) {
        double[] sorted = micros.clone();
        Arrays.sort(sorted);
        MarkdownTable table = new MarkdownTable("share of logouts", "refused after, µs");
        for (double share : new double[] {0.5, 0.9, 0.99, 0.999, 1}) {
            int index = Math.max(0, (int) Math.ceil(share * sorted.length) - 1);
            table.add(
                    String.format(Locale.ROOT, "%.1f %%", share * 100),
                    String.format(Locale.ROOT, "%.0f", sorted[index]));
        }
        return table;
    }
}
