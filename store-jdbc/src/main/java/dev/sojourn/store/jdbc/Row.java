// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import dev.sojourn.store.ForeignRecordException;
import dev.sojourn.store.RecordEncoding;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.UnreadableRecordException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is read of a row: the record's bytes, and the last access, which a touch moves without writing the bytes anew.
 *
 * <p>The later of the two last accesses counts; for everything else the bytes do, and the other columns are copies for the
 * database to search by.
 */
final class Row {
    /** The columns of a row, in this order. */
    static final String COLUMNS = "session_key, last_accessed, payload";

    private final SessionKey key;
    private final long lastAccessed;
    private final byte[] payload;

    private Row(SessionKey key, long lastAccessed, byte[] payload) {
        this.key = key;
        this.lastAccessed = lastAccessed;
        this.payload = payload;
    }

    static Row of(ResultSet results) throws SQLException {
        return new Row(SessionKey.of(results.getBytes(1)), results.getLong(2), results.getBytes(3));
    }

    static List<Row> all(ResultSet results) throws SQLException {
        List<Row> rows = new ArrayList<>();
        while (results.next()) {
            rows.add(of(results));
        }
        return rows;
    }

    SessionKey key() {
        return key;
    }

    /**
     * Throws {@link UnreadableRecordException} if it cannot be read, and {@link ForeignRecordException} if not by this node.
     */
    SessionRecord record(RecordEncoding records) {
        SessionRecord record = records.decode(key, payload);
        return record.lastAccessed().toEpochMilli() >= lastAccessed
                ? record
                : record.toBuilder()
                        .lastAccessed(Instant.ofEpochMilli(lastAccessed))
                        .build();
    }

    /** For lists that must be complete, and which one damaged record must not break; throws {@link ForeignRecordException}. */
    Optional<SessionRecord> undamaged(RecordEncoding records) {
        try {
            return Optional.of(record(records));
        } catch (UnreadableRecordException leftOut) {
            return Optional.empty();
        }
    }

    /** For what was taken away already, and for lists that leave out whatever this node cannot read. */
    Optional<SessionRecord> readable(RecordEncoding records) {
        try {
            return undamaged(records);
        } catch (ForeignRecordException leftOut) {
            return Optional.empty();
        }
    }
}
