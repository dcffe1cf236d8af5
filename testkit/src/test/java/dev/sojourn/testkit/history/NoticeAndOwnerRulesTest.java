// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

import static dev.sojourn.testkit.history.Script.ok;
import static dev.sojourn.testkit.history.Script.shows;
import static dev.sojourn.testkit.history.Script.unknown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.testkit.history.Violation.Kind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ends that are told and exclusive sessions, in histories written by hand: each violation, and beside it what is right. */
class NoticeAndOwnerRulesTest {
    private static final long MILLI = 1_000_000;

    private final Script script = new Script();

    @BeforeEach
    void aSession() {
        script.increment(0, 10, shows(1));
    }

    @Test
    void an_end_that_is_told_once_is_right() {
        script.logout(20, 30, ok());
        told(40, "id-s");
        script.history().expectEndNotices();
        assertFound();
    }

    @Test
    void an_end_that_is_told_twice_is_a_violation() {
        script.logout(20, 30, ok());
        told(40, "id-s");
        told(50, "id-s");
        assertFound(Kind.DUPLICATE_END);
    }

    /** A renewal changes the id and not the session. */
    @Test
    void an_end_that_is_told_under_two_ids_is_told_twice() {
        script.login(20, 30, "anna", shows(1, "anna")).logout(40, 50, ok());
        told(60, "id-s");
        told(60, "id-sanna");
        assertFound(Kind.DUPLICATE_END);
    }

    @Test
    void ends_of_other_sessions_are_theirs() {
        script.logout(20, 30, ok());
        told(40, "id-s");
        told(50, "of-nobody-known");
        assertFound();
    }

    @Test
    void an_acknowledged_end_that_is_never_told_is_a_violation_where_all_are_expected() {
        script.logout(20, 30, ok());
        assertFound();
        script.history().expectEndNotices();
        assertFound(Kind.MISSING_END);
    }

    /** Whoever did not hear that a logout was done cannot tell anybody. */
    @Test
    void an_end_without_a_clear_answer_need_not_be_told() {
        script.logout(20, 30, unknown()).logout(40, 50, ok());
        script.history().expectEndNotices();
        assertFound();
    }

    @Test
    void owners_one_after_the_other_are_right() {
        owns("a", 20, 30);
        owns("b", 30, 40);
        owns("a", 50, 60);
        assertFound();
    }

    @Test
    void two_owners_at_a_time_are_a_violation() {
        owns("a", 20, 30);
        owns("b", 29, 40);
        assertFound(Kind.TWO_OWNERS);
    }

    /** Also if others came and went in between. */
    @Test
    void an_owner_who_stays_long_is_not_forgotten() {
        owns("a", 20, 100);
        script.history().exclusive("b", "another", 20 * MILLI, 100 * MILLI);
        owns("c", 100, 110);
        assertFound();
        owns("d", 90, 95);
        assertFound(Kind.TWO_OWNERS);
    }

    /** A lease is a write, and a failover may lose it: but only if it was given, or kept, when the store failed. */
    @Test
    void two_owners_in_a_failover_are_told_apart() {
        owns("a", 20, 30);
        owns("b", 29, 40);
        script.fault(35, 60);
        HistoryReport report = script.check();
        assertTrue(report.isClean(), report::toString);
        assertEquals(1, report.possibleUnderAsynchronousReplication().size());
        owns("c", 70, 80);
        owns("d", 75, 85);
        assertFound(Kind.TWO_OWNERS);
    }

    /** The time between asking and entering counts for that. */
    @Test
    void an_owner_who_asked_before_the_failover_may_have_been_lost_in_it() {
        script.history()
                .add(new Section("s", "a", 10 * MILLI, new Span(40 * MILLI, 50 * MILLI), Answer.Outcome.FAILED));
        owns("b", 45, 60);
        script.fault(20, 30);
        assertFound();
    }

    @Test
    void what_is_known_of_ends_and_owners_is_kept_in_the_file(@TempDir Path directory) throws Exception {
        told(40, "id-s");
        owns("a", 20, 30);
        script.history().expectEndNotices();
        Path file = directory.resolve("history.jsonl");
        script.history().write(file);
        History read = History.read(file);
        assertEquals(script.history().endNotices(), read.endNotices());
        assertEquals(script.history().sections(), read.sections());
        assertTrue(read.expectsEndNotices());
    }

    private void told(long at, String id) {
        script.history().add(new EndNotice(id, "n1", "LOGGED_OUT", at * MILLI));
    }

    private void owns(String client, long from, long to) {
        script.history().exclusive(client, "s", from * MILLI, to * MILLI);
    }

    private void assertFound(Kind... kinds) {
        HistoryReport report = script.check();
        assertEquals(
                List.of(kinds),
                report.violations().stream().map(Violation::kind).toList(),
                report::toString);
    }
}
