// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.model;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.testkit.FaultyStore;
import dev.sojourn.testkit.ManualClock;
import dev.sojourn.testkit.model.BuggyStore.Bug;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The model finds what it claims to find, says how, and is silent about a store that has no bug. */
class SeededBugsTest {
    private static final int PROGRAMS = 200;

    @TestFactory
    Stream<DynamicTest> every_seeded_bug_is_found() {
        return Stream.of(Bug.values())
                .filter(bug -> bug != Bug.NONE)
                .map(bug -> DynamicTest.dynamicTest(bug.name(), () -> {
                    AssertionError found = assertThrows(AssertionError.class, () -> run(bug));
                    assertTrue(String.valueOf(found.getMessage()).contains("-Dmodel.seed="), found::getMessage);
                }));
    }

    @Test
    void a_store_without_a_bug_is_left_alone() {
        assertDoesNotThrow(() -> run(Bug.NONE));
    }

    /** What is left of a program of 60 steps can be read. */
    @Test
    void what_fails_is_made_shorter() {
        AssertionError found = assertThrows(AssertionError.class, () -> run(Bug.SAVE_REVIVES));
        long lines = String.valueOf(found.getMessage())
                .lines()
                .filter(line -> line.startsWith("  "))
                .count();
        assertTrue(lines <= 12, found::getMessage);
    }

    /** The same seed is the same program, on every machine. */
    @Test
    void a_program_belongs_to_its_seed() {
        assertEquals(Step.program(7, 60), Step.program(7, 60));
        assertEquals(List.of(), Step.program(7, 0));
    }

    private static void run(Bug bug) {
        ManualClock clock = ManualClock.create();
        BuggyStore store = new BuggyStore(bug, clock);
        FaultyStore one = new FaultyStore(store);
        FaultyStore other = new FaultyStore(store);
        List<Stage.Node> nodes = List.of(new Stage.Node(store, one, one), new Stage.Node(store, other, other));
        try (Stage stage = new Stage(clock, nodes, node -> {})) {
            Rehearsal rehearsal = new Rehearsal(stage);
            for (int seed = 0; seed < PROGRAMS; seed++) {
                rehearsal.run(seed);
            }
        }
    }
}
