// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What the command line asks for. */
class OptionsTest {

    @Test
    void without_options_everything_is_measured_in_full() {
        assertEquals(new Options(Plan.FULL, Report.ALL, List.of()), Options.parse());
    }

    @Test
    void rounds_count_before_and_after_quick() {
        Options before = Options.parse("--rounds=3", "--quick");

        assertEquals(Plan.QUICK.withRounds(3), before.plan());
        assertEquals(before, Options.parse("--quick", "--rounds=3"));
    }

    @Test
    void only_one_report_is_measured_if_it_is_named() {
        assertEquals(List.of(Report.JDBC), Options.parse("--only=jdbc").reports());
        assertEquals(List.of(Report.SWEEP), Options.parse("--only=sweep").reports());
        assertEquals(List.of(Report.SECURITY), Options.parse("--only=security").reports());
    }

    @Test
    void mariadb_replaces_postgresql_in_the_sweep_wherever_it_is_said() {
        assertEquals(
                List.of(Report.SWEEP_MARIADB),
                Options.parse("--only=sweep", "--database=mariadb").reports());
        assertEquals(
                List.of(Report.SWEEP_MARIADB),
                Options.parse("--database=mariadb", "--only=sweep").reports());
    }

    @Test
    void what_is_no_option_is_a_directory() {
        assertEquals(
                List.of("results", "../README.md"),
                Options.parse("results", "--quick", "../README.md").directories());
    }

    @Test
    void what_is_not_known_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> Options.parse("--fast"));
        assertThrows(IllegalArgumentException.class, () -> Options.parse("--only=nothing"));
        assertThrows(IllegalArgumentException.class, () -> Options.parse("--database=oracle"));
        assertThrows(IllegalArgumentException.class, () -> Options.parse("--rounds=many"));
    }
}
