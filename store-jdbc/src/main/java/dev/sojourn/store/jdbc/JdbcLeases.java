// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import dev.sojourn.store.ChangeFeed.Subscription;
import dev.sojourn.store.LeaseResult;
import dev.sojourn.store.LeaseState;
import dev.sojourn.store.LeaseState.Step;
import dev.sojourn.store.Locking;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.StoreUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Leases in a table beside the sessions: one row for each session that has an owner, read and replaced in two statements. No
 * connection is kept between calls. Thread-safe.
 */
final class JdbcLeases implements Locking {
    /** Each failure means that another request's call succeeded. */
    private static final int TRIES = 100;

    private static final Duration TIDY_EVERY = Duration.ofMinutes(5);

    private final Database database;
    private final TableName table;
    private final InstantSource clock;
    private final Duration timeout;
    private final @Nullable PostgresChanges changes;
    private final AtomicReference<Instant> nextTidy = new AtomicReference<>(Instant.MIN);

    JdbcLeases(
            Database database,
            TableName table,
            InstantSource clock,
            Duration timeout,
            @Nullable PostgresChanges changes) {
        this.database = database;
        this.table = table;
        this.clock = clock;
        this.timeout = timeout;
        this.changes = changes;
    }

    @Override
    public LeaseResult acquire(SessionKey key, String owner, Duration length) {
        tidy();
        return step("ask for a session's turn", key, (lease, now) -> lease.acquire(owner, now, length));
    }

    @Override
    public boolean renew(SessionKey key, String owner, Duration length) {
        return step("renew a session's turn", key, (lease, now) -> lease.renew(owner, now, length));
    }

    @Override
    public boolean release(SessionKey key, String owner) {
        return step("give back a session's turn", key, (lease, now) -> lease.release(owner, now));
    }

    /** Through the change feed, if there is one; else nothing is told. */
    @Override
    public Subscription subscribe(LeaseListener listener) {
        return changes == null ? () -> {} : changes.subscribe(listener);
    }

    private <T> T step(String what, SessionKey key, BiFunction<LeaseState, Instant, Step<T>> question) {
        return database.ask(what, timeout, (connection, statements) -> {
            LeaseRow row = new LeaseRow(connection, table, key);
            for (int attempt = 1; attempt <= TRIES; attempt++) {
                LeaseState before = row.read();
                Instant now = clock.instant();
                Step<T> step = question.apply(before, now);
                if (step.next().equals(before) || write(row, before, step.next(), now, statements)) {
                    tell(connection, statements, key, before, step);
                    return step.answer();
                }
            }
            throw new StoreUnavailableException("the database did not " + what + ": it changed " + TRIES
                    + " times in a row before it could be written");
        });
    }

    private static boolean write(LeaseRow row, LeaseState before, LeaseState next, Instant now, SqlDialect statements)
            throws SQLException {
        if (next.isForgettable(now)) {
            return before.equals(LeaseState.FREE) || row.remove(before);
        }
        if (!before.equals(LeaseState.FREE)) {
            return row.replace(before, next);
        }
        try {
            row.insert(next);
            return true;
        } catch (SQLException failure) {
            if (statements.isDuplicateKey(failure)) {
                return false;
            }
            throw failure;
        }
    }

    private static void tell(
            Connection connection, SqlDialect statements, SessionKey key, LeaseState before, Step<?> step)
            throws SQLException {
        Optional<String> next = step.offered().filter(owner -> !before.offered().equals(Optional.of(owner)));
        if (next.isPresent()) {
            statements.tellOffer(connection, key, next.get());
        }
    }

    /** One caller does it now and then: there is no thread for it, and the table is small. */
    private void tidy() {
        Instant now = clock.instant();
        Instant due = nextTidy.get();
        if (!now.isBefore(due) && nextTidy.compareAndSet(due, now.plus(TIDY_EVERY))) {
            boolean unused = database.ask("tidy up turns", timeout, (connection, statements) -> {
                LeaseRow.tidy(connection, table, now.toEpochMilli());
                return true;
            });
        }
    }
}
