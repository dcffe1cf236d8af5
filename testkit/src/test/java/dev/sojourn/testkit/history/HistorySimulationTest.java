// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.testkit.history.SimulatedSystem.Bug;
import dev.sojourn.testkit.history.Violation.Kind;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The checker against a simulated system: silent about a correct one under all seeds, and never silent about a bug. */
class HistorySimulationTest {
    private static final int SEEDS = 30;

    @Test
    void a_correct_system_has_no_violations() {
        for (long seed = 0; seed < SEEDS; seed++) {
            HistoryReport report = HistoryChecker.check(new Simulation(seed, Bug.NONE).run());

            assertEquals(List.of(), report.violations(), "seed " + seed);
            assertEquals(List.of(), report.possibleUnderAsynchronousReplication(), "seed " + seed);
            assertTrue(report.operations() == 1_800 && report.sessions() > 10, report::toString);
        }
    }

    @Test
    void a_dropped_increment_is_found() {
        assertFound(Bug.INCREMENT_DROPPED, Kind.LOST_INCREMENT);
    }

    @Test
    void a_repeated_increment_is_found() {
        assertFound(Bug.INCREMENT_REPEATED, Kind.REPEATED_INCREMENT);
    }

    /** The lost update: two requests read the same state, and the second one to save overwrites the first. */
    @Test
    void an_unconditional_save_is_found() {
        assertFound(Bug.SAVE_UNCONDITIONAL, Kind.LOST_INCREMENT);
    }

    @Test
    void a_forgotten_logout_is_found() {
        assertFound(Bug.LOGOUT_FORGOTTEN, Kind.REVIVED_SESSION);
    }

    @Test
    void a_forgotten_login_is_found() {
        assertFound(Bug.LOGIN_FORGOTTEN, Kind.LOST_LOGIN);
    }

    @Test
    void a_forgotten_session_is_found() {
        assertFound(Bug.SESSION_FORGOTTEN, Kind.LOST_SESSION);
    }

    @Test
    void swapped_sessions_are_found() {
        assertFound(Bug.SESSIONS_SWAPPED, Kind.CROSS_TALK);
    }

    @Test
    void a_stale_read_is_found() {
        assertFound(Bug.READ_STALE, Kind.STALE_READ);
    }

    /** A replica that lags by less than the window takes over: what is lost lies within the window, and is listed apart. */
    @Test
    void what_a_failover_loses_is_excused_and_nothing_else() {
        Set<Kind> excused = new TreeSet<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            HistoryReport report = HistoryChecker.check(
                    new Simulation(seed, Bug.NONE).failOver(10_000, 800).run());

            assertEquals(List.of(), report.violations(), "seed " + seed);
            report.possibleUnderAsynchronousReplication().forEach(violation -> excused.add(violation.kind()));
        }
        assertTrue(excused.containsAll(Set.of(Kind.LOST_INCREMENT, Kind.LOST_SESSION)), excused::toString);
    }

    private static void assertFound(Bug bug, Kind kind) {
        for (long seed = 0; seed < SEEDS; seed++) {
            HistoryReport report = HistoryChecker.check(new Simulation(seed, bug).run());
            assertTrue(report.violations(kind) > 0, "seed " + seed + "\n" + report);
        }
    }
}
