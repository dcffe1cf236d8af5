// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * What time it is at the database, which all nodes share. Thread-safe.
 *
 * <p>This machine's clock, corrected by what the database said when it was last asked: when the store starts, and at each
 * sweep. It is as exact as half of that round trip. Before the first answer it is this machine's clock.
 */
final class DatabaseClock implements InstantSource {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final InstantSource local;
    private final LongSupplier nanos;
    private volatile long offsetMillis;
    private volatile boolean known;

    DatabaseClock(InstantSource local, LongSupplier nanos) {
        this.local = local;
        this.nanos = nanos;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public long millis() {
        return local.millis() + offsetMillis;
    }

    /** Asks; an answer counts only if it contradicts, so that the network makes no jitter. */
    void look(Connection connection, SqlDialect statements) throws SQLException {
        long before = nanos.getAsLong();
        long there = statements.now(connection);
        long roundTrip = (nanos.getAsLong() - before) / NANOS_PER_MILLI;
        long offset = there + roundTrip / 2 - local.millis();
        if (!known || Math.abs(offset - offsetMillis) > roundTrip + 1) {
            offsetMillis = offset;
            known = true;
        }
    }

    /** How far this machine's clock is ahead of the database's. */
    Duration lead() {
        return Duration.ofMillis(-offsetMillis);
    }
}
