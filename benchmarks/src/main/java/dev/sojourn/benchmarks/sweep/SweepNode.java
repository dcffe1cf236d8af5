// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.sweep;

import com.zaxxer.hikari.HikariDataSource;
import dev.sojourn.SessionEvent;
import dev.sojourn.SessionManager;
import dev.sojourn.benchmarks.DatabasePool;
import dev.sojourn.servers.Await;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.jdbc.JdbcStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A process of its own: one node whose background thread sweeps, with a listener that writes down whom it was told of. */
final class SweepNode {
    /** What it prints when it could begin. */
    static final String READY = "ready";

    /** What it prints before the number of sessions that it was told of. */
    static final String TOLD = "told ";

    private static final int POOL = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private SweepNode() {}

    /**
     * Sweeps until it is told that nothing is left.
     *
     * @param arguments address of the database, a file whose presence is the sign to begin, one that is the sign to end, the file
     *     to write keys to
     */
    public static void main(String[] arguments) throws IOException {
        Queue<SessionKey> told = new ConcurrentLinkedQueue<>();
        try (HikariDataSource pool = DatabasePool.open(arguments[0], POOL)) {
            JdbcStore store = JdbcStore.builder(pool).build();
            System.out.println(READY);
            await("begin", Path.of(arguments[1]));
            SessionManager manager = SessionManager.builder(store)
                    .inlineListener(event -> {
                        if (event instanceof SessionEvent.Ended ended) {
                            told.add(ended.session().key());
                        }
                    })
                    .build();
            try (manager) {
                await("end", Path.of(arguments[2]));
            }
            System.out.println(TOLD + told.size());
        }
        Files.write(
                Path.of(arguments[3]),
                List.copyOf(told).stream().map(SessionKey::text).toList());
    }

    private static void await(String what, Path sign) {
        Await.until("the sign to " + what, PATIENCE, () -> Files.exists(sign));
    }
}
