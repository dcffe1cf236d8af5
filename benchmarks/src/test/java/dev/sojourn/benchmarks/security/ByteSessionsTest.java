// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.CommitResult;
import dev.sojourn.Session;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That what is measured is what the page says. */
class ByteSessionsTest {

    @ParameterizedTest
    @EnumSource
    void a_write_is_saved_and_a_read_is_not(RecordKind records) {
        try (ByteSessions sessions = new ByteSessions(records, 1_000)) {
            Session writing = open(sessions);
            writing.set(ByteSessions.WRITTEN, -1);
            assertEquals(
                    CommitResult.Outcome.SAVED, sessions.manager.commit(writing).outcome());

            Session reading = open(sessions);
            assertEquals(Optional.of(100), reading.get(ByteSessions.READ).map(text -> text.toString()
                    .length()));
            assertEquals(Optional.of(-1), reading.get(ByteSessions.WRITTEN));
            assertEquals(
                    CommitResult.Outcome.UNCHANGED,
                    sessions.manager.commit(reading).outcome());
        }
    }

    @ParameterizedTest
    @EnumSource
    void records_are_about_as_long_as_their_attributes_unless_compressed(RecordKind records) {
        try (ByteSessions sessions = new ByteSessions(records, 1_000)) {
            long bytes = sessions.store.averageBytes();
            boolean compressed = records == RecordKind.COMPRESSED_AND_SEALED;
            assertTrue(compressed ? bytes < 1_000 : bytes > 1_000 && bytes < 1_500, () -> bytes + " bytes");
        }
    }

    private static Session open(ByteSessions sessions) {
        return sessions.manager.open(sessions.token(7)).session().orElseThrow();
    }
}
