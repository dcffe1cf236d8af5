// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.sweep;

import dev.sojourn.benchmarks.SampleAttributes;
import dev.sojourn.codec.AttributeValue;
import dev.sojourn.store.Attributes;
import dev.sojourn.store.RecordFormat;
import dev.sojourn.store.SecretHash;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.TokenSecrets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The rows of the session table, half of them of sessions that ended, in turn, as the store would have written them.
 *
 * <p>Written here in batches: the store writes one session at a time, which for a million takes too long.
 */
final class SessionRows {
    private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(30);
    private static final Duration LONG_AGO = Duration.ofHours(2);
    private static final int BATCH = 1_000;
    private static final String INSERT = "INSERT INTO sojourn_session (session_key, version, created, last_accessed,"
            + " idle_timeout, deadline, sweep_at, principal_hash, payload) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private final SplittableRandom random = new SplittableRandom(1);
    private final List<SessionKey> live = new ArrayList<>();
    private final List<SessionKey> ended = new ArrayList<>();

    /** Keys of those that live. */
    List<SessionKey> live() {
        return live;
    }

    /** Keys of those that ended. */
    List<SessionKey> ended() {
        return ended;
    }

    /** Writes this many rows. */
    void insert(Connection connection, int rows, Instant now) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (int number = 0; number < rows; number++) {
                boolean lives = number % 2 == 0;
                SessionRecord record = record(number, lives ? now : now.minus(LONG_AGO));
                (lives ? live : ended).add(record.key());
                set(insert, record);
                insert.addBatch();
                if ((number + 1) % BATCH == 0 || number + 1 == rows) {
                    int[] unused = insert.executeBatch();
                    connection.commit();
                }
            }
        }
    }

    private SessionRecord record(int number, Instant used) {
        byte[] secret = new byte[SecretHash.BYTES];
        random.nextBytes(secret);
        Map<String, AttributeValue> attributes = new HashMap<>();
        SampleAttributes.forEach(number, (name, value) -> attributes.put(name, new AttributeValue.Plain(value)));
        return SessionRecord.builder(SessionKey.random(random), TokenSecrets.first(SecretHash.ofSecret(secret)), used)
                .idleTimeout(Optional.of(IDLE_TIMEOUT))
                .attributes(Attributes.of(attributes))
                .build();
    }

    private static void set(PreparedStatement insert, SessionRecord record) throws SQLException {
        insert.setBytes(1, record.key().toBytes());
        insert.setLong(2, record.version());
        insert.setLong(3, record.created().toEpochMilli());
        insert.setLong(4, record.lastAccessed().toEpochMilli());
        insert.setLong(5, IDLE_TIMEOUT.toMillis());
        insert.setLong(6, record.deadline().toEpochMilli());
        insert.setLong(7, record.expiresAtMillis());
        insert.setNull(8, Types.VARBINARY);
        insert.setBytes(9, RecordFormat.encode(record));
    }
}
