// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import dev.sojourn.store.ConfirmedEnds;
import dev.sojourn.store.Expiring.EndedSession;
import dev.sojourn.store.ForeignRecordException;
import dev.sojourn.store.RecordEncoding;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.StoreUnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

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
    private final Set<EndedSession> foundAndHandedOut = ConcurrentHashMap.newKeySet();
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
        claimed.addAll(takeFound(limit - claimed.size()));
        return claimed;
    }

    private List<EndedSession> takeFound(int limit) {
        List<EndedSession> taken = new ArrayList<>();
        while (taken.size() < limit && !found.isEmpty()) {
            Optional.ofNullable(found.poll()).ifPresent(taken::add);
        }
        return taken;
    }

    /** As a claim, but they stay, and are due again only after a while. */
    List<EndedSession> handOut(int limit) {
        checkLimit(limit);
        lookAtClock();
        List<EndedSession> out = takeFound(limit);
        foundAndHandedOut.addAll(out);
        int wanted = limit - out.size();
        if (wanted > 0) {
            List<Row> rows = database.ask(
                    "hand out ended sessions",
                    timeout,
                    (connection, statements) -> statements.handOutEnded(
                            connection, clock.millis(), clock.millis() + ConfirmedEnds.HELD.toMillis(), wanted));
            List<SessionKey> unreadable = new ArrayList<>();
            rows.forEach(row -> toBeTold(row, unreadable).ifPresent(out::add));
            List<Row> unused = takeEnded(unreadable);
            if (rows.size() < wanted) {
                postpone();
            }
        }
        return out;
    }

    /** Takes away what was told; answers with those that were there. */
    List<EndedSession> confirm(List<EndedSession> told) {
        List<EndedSession> taken = new ArrayList<>();
        List<EndedSession> stored = new ArrayList<>();
        told.forEach(ended -> (foundAndHandedOut.remove(ended) ? taken : stored).add(ended));
        Set<SessionKey> gone = takeEnded(
                        stored.stream().map(ended -> ended.session().key()).toList())
                .stream()
                .map(Row::key)
                .collect(Collectors.toSet());
        stored.stream().filter(ended -> gone.contains(ended.session().key())).forEach(taken::add);
        return taken;
    }

    private List<Row> takeEnded(List<SessionKey> keys) {
        return keys.isEmpty()
                ? List.of()
                : database.change(
                        "take away ended sessions",
                        timeout,
                        (connection, statements) -> statements.takeEnded(connection, keys, clock.millis()));
    }

    /** What this node cannot read is left to one that has its key; what nobody can read is taken away. */
    private Optional<EndedSession> toBeTold(Row row, List<SessionKey> unreadable) {
        try {
            Optional<SessionRecord> session = row.undamaged(records);
            if (session.isEmpty()) {
                unreadable.add(row.key());
            }
            return session.map(record -> new EndedSession(record, false));
        } catch (ForeignRecordException sealedForOthers) {
            return Optional.empty();
        }
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
