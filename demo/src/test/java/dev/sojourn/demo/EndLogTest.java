// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sojourn.Session;
import dev.sojourn.SessionManager;
import dev.sojourn.store.memory.MemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --end-log} writes. */
final class EndLogTest {
    private static final Instant START = Instant.parse("2026-11-26T01:00:00Z");

    @TempDir
    private Path directory;

    private Instant now = START;

    /** ASVS 16.2.1: when, which and why; servers go on with what others wrote. */
    @Test
    void each_end_is_a_line() throws IOException {
        Path file = directory.resolve("ends");

        String first = endedWith(EndLog.open(file));
        String second = endedWith(EndLog.open(file));

        assertEquals(
                List.of(START + " " + first + " LOGGED_OUT", START + " " + second + " LOGGED_OUT"),
                Files.readAllLines(file));
    }

    private String endedWith(EndLog log) {
        now = START;
        try (SessionManager manager = SessionManager.builder(
                        MemoryStore.builder().clock(() -> now).build())
                .clock(() -> now)
                .endListener(log)
                .withoutThreads()
                .build()) {
            Session session = manager.create();
            session.keep();
            manager.commit(session);
            session.invalidate();
            now = START.plusSeconds(2);
            manager.sweep();
            return session.id();
        }
    }
}
