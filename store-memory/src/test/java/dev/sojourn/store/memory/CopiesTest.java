// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.store.SessionRecord;
import dev.sojourn.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/** D7: an answer of before a change is not kept, however closely the two race. */
class CopiesTest {
    private static final int ROUNDS = 40;
    private static final int SESSIONS = 2_000;

    private final ManualClock clock = ManualClock.create();
    private final Sessions sessions = new Sessions(clock);
    private final Copies copies = new Copies(clock, 2L * SESSIONS, Duration.ofSeconds(10), Duration.ZERO);

    @Test
    void a_change_and_an_outdated_answer_that_race_leave_no_copy() {
        copies.flowing();
        for (int round = 0; round < ROUNDS; round++) {
            List<SessionRecord> records = new ArrayList<>();
            List<LookUp> lookUps = new ArrayList<>();
            for (int session = 0; session < SESSIONS; session++) {
                records.add(sessions.next());
                lookUps.add(copies.begin(records.get(session).key()));
            }
            IntConsumer keep = session -> copies.keep(lookUps.get(session), records.get(session));
            IntConsumer change = session -> copies.drop(records.get(session).key());
            race(round % 2 == 0 ? keep : change, round % 2 == 0 ? change : keep);
            for (SessionRecord record : records) {
                assertEquals(Optional.empty(), copies.current(record.key()));
            }
        }
    }

    /** Does the one and the other to each session at about the same time, the first a little earlier. */
    private static void race(IntConsumer first, IntConsumer second) {
        AtomicInteger progress = new AtomicInteger(-1);
        Running<Boolean> following = Running.start(() -> {
            for (int session = 0; session < SESSIONS; session++) {
                while (progress.get() < session) {
                    Thread.onSpinWait();
                }
                second.accept(session);
            }
            return true;
        });
        for (int session = 0; session < SESSIONS; session++) {
            progress.set(session);
            first.accept(session);
        }
        assertTrue(following.result());
    }
}
