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
import java.util.ArrayList;
import java.util.List;

/** A process of its own: one node that sweeps, with a listener that writes down whom it was told of. */
final class SweepNode {
    /** What it prints when it could begin. */
    static final String READY = "ready";

    /** What it prints before the number of sessions that it was told of. */
    static final String TOLD = "told ";

    private static final int POOL = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private SweepNode() {}

    /**
     * Sweeps until a sweep finds nothing more.
     *
     * @param arguments address of the database, a file whose presence is the sign to begin, the file to write keys to
     */
    public static void main(String[] arguments) throws IOException {
        List<SessionKey> told = new ArrayList<>();
        try (HikariDataSource pool = DatabasePool.open(arguments[0], POOL);
                SessionManager manager = SessionManager.builder(
                                JdbcStore.builder(pool).build())
                        .inlineListener(event -> {
                            if (event instanceof SessionEvent.Ended ended) {
                                told.add(ended.session().key());
                            }
                        })
                        .withoutThreads()
                        .build()) {
            System.out.println(READY);
            Path sign = Path.of(arguments[1]);
            Await.until("the sign to begin", PATIENCE, () -> Files.exists(sign));
            int ended;
            do {
                ended = manager.sweep();
            } while (ended > 0);
            System.out.println(TOLD + told.size());
        }
        Files.write(Path.of(arguments[2]), told.stream().map(SessionKey::text).toList());
    }
}
