// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import dev.sojourn.store.Expiring.EndedSession;
import dev.sojourn.store.RecordEncoding;
import dev.sojourn.store.StoreUnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Takes away the rows of sessions that ended by time.
 *
 * <p>The column with the index is {@code sweep_at} and not {@code expires_at}, which moves with each use: an index on that would
 * have to be written with each touch, and in PostgreSQL all indexes of the row with it. {@code sweep_at} may be too early, never
 * too late; a row that is due and alive is given its present end when there is nothing more to take. So a session in use costs
 * one write to the index per idle timeout.
 */
final class Sweep {
    private static final int MOST_CLAIMED = 10_000;
    private static final int POSTPONED_AT_ONCE = 1_000;

    private final Database database;
    private final RecordEncoding records;
    private final InstantSource clock;
    private final Duration timeout;
    private final Queue<EndedSession> found = new ConcurrentLinkedQueue<>();
    private volatile boolean endedKept;

    Sweep(Database database, RecordEncoding records, InstantSource clock, Duration timeout) {
        this.database = database;
        this.records = records;
        this.clock = clock;
        this.timeout = timeout;
    }

    void keepEnded() {
        endedKept = true;
    }

    /** A row that was in the way of a new session of the same key, and was taken away for it. */
    void found(Row row) {
        if (endedKept) {
            ended(row).ifPresent(found::add);
        }
    }

    List<EndedSession> claim(int limit) {
        checkLimit(limit);
        lookAtClock();
        List<EndedSession> claimed = new ArrayList<>();
        try {
            boolean more = true;
            while (more && claimed.size() < limit) {
                more = claimBatch(claimed, limit - claimed.size());
            }
            if (!more) {
                postpone();
            }
        } catch (StoreUnavailableException failure) {
            if (claimed.isEmpty()) {
                throw failure;
            }
            // What was claimed is to be told; the next sweep meets the failure again if it is still there.
        }
        while (claimed.size() < limit && !found.isEmpty()) {
            Optional.ofNullable(found.poll()).ifPresent(claimed::add);
        }
        return claimed;
    }

    int remove(int limit) {
        checkLimit(limit);
        lookAtClock();
        int removed = database.ask(
                "remove ended sessions",
                timeout,
                (connection, statements) -> statements.removeEnded(connection, clock.millis(), limit));
        if (removed < limit) {
            postpone();
        }
        return removed;
    }

    /** Whether there may be more. What cannot be read is taken away with the rest: its time is over, and nothing can be told. */
    private boolean claimBatch(List<EndedSession> claimed, int limit) {
        List<Row> rows = database.change(
                "claim ended sessions",
                timeout,
                (connection, statements) -> statements.takeEnded(connection, clock.millis(), limit));
        rows.forEach(row -> ended(row).ifPresent(claimed::add));
        return rows.size() == limit;
    }

    private void lookAtClock() {
        if (clock instanceof DatabaseClock shared) {
            boolean unused = database.ask("tell the time", timeout, (connection, statements) -> {
                shared.look(connection, statements);
                return true;
            });
        }
    }

    private void postpone() {
        int postponed;
        do {
            postponed = database.ask(
                    "look at sessions in use",
                    timeout,
                    (connection, statements) -> statements.postpone(connection, clock.millis(), POSTPONED_AT_ONCE));
        } while (postponed == POSTPONED_AT_ONCE);
    }

    private Optional<EndedSession> ended(Row row) {
        return row.readable(records).map(record -> new EndedSession(record, false));
    }

    private static void checkLimit(int limit) {
        if (limit < 1 || limit > MOST_CLAIMED) {
            throw new IllegalArgumentException("limit must be 1 to " + MOST_CLAIMED + ", was " + limit);
        }
    }
}
