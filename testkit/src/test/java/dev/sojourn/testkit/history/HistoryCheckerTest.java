// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

import static dev.sojourn.testkit.history.Script.failed;
import static dev.sojourn.testkit.history.Script.ok;
import static dev.sojourn.testkit.history.Script.refused;
import static dev.sojourn.testkit.history.Script.shows;
import static dev.sojourn.testkit.history.Script.unknown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.testkit.history.Answer.Outcome;
import dev.sojourn.testkit.history.Violation.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Histories written by hand: each violation, and beside it the nearest history that is right. */
class HistoryCheckerTest {
    private final Script script = new Script();

    @Test
    void an_empty_history_is_clean() {
        assertClean();
    }

    @Test
    void counting_and_looking_one_after_the_other_is_clean() {
        script.increment(0, 10, shows(1)).increment(20, 30).read(40, 50, shows(2));
        assertClean();
    }

    // Lost increments.

    @Test
    void an_acknowledged_increment_that_no_answer_shows_is_lost() {
        script.increment(0, 10, shows(1))
                .increment(20, 30)
                .read(40, 50, shows(1))
                .read(60, 70, shows(1));
        assertFound(Kind.LOST_INCREMENT);
    }

    @Test
    void an_increment_that_is_acknowledged_while_somebody_looks_may_be_missing() {
        script.increment(0, 10, shows(1)).increment(20, 45).read(40, 50, shows(1));
        assertClean();
    }

    @Test
    void an_increment_without_a_clear_answer_may_be_missing_or_come_late() {
        script.increment(0, 10, shows(1))
                .increment(20, 30, unknown())
                .increment(20, 30, failed())
                .read(40, 50, shows(1))
                .read(60, 70, shows(2))
                .read(80, 90, shows(3));
        assertClean();
        assertEquals(2, script.check().undecidedIncrements());
    }

    /** What was acknowledged cannot hide behind what may not have happened: the earlier look shows that it did. */
    @Test
    void an_unclear_increment_does_not_make_up_for_a_lost_one() {
        script.increment(0, 10, shows(1))
                .increment(20, 30, unknown())
                .read(40, 50, shows(2))
                .increment(60, 70)
                .read(80, 90, shows(2));
        assertFound(Kind.LOST_INCREMENT);
    }

    @Test
    void an_increment_that_never_left_does_not_count() {
        script.increment(0, 10, shows(1))
                .increment(20, 30, Answer.unreachable("n1"))
                .read(40, 50, shows(1));
        assertClean();
        script.read(60, 70, shows(2));
        assertFound(Kind.REPEATED_INCREMENT);
    }

    /** What is asked with the token of before a login may be dropped; the system says so to the browser with no word. */
    @Test
    void an_increment_under_way_together_with_a_login_may_be_missing() {
        script.increment(0, 10, shows(1)).increment(20, 30).login(25, 40, "s", shows(1, "s"));
        assertClean();
        script.increment(50, 60).read(70, 80, shows(1, "s"));
        assertFound(Kind.LOST_INCREMENT);
    }

    // Answers that are older than what was known.

    @Test
    void an_answer_that_goes_back_behind_an_earlier_one_is_stale() {
        script.increment(0, 10, shows(1))
                .increment(20, 100)
                .read(30, 40, shows(2))
                .read(50, 60, shows(1))
                .read(110, 120, shows(2));
        assertFound(Kind.STALE_READ);
    }

    @Test
    void answers_to_looks_that_overlap_may_come_in_any_order() {
        script.increment(0, 10, shows(1))
                .increment(20, 100)
                .read(30, 55, shows(2))
                .read(50, 60, shows(1))
                .read(110, 120, shows(2));
        assertClean();
    }

    @Test
    void a_stale_answer_is_right_where_so_much_staleness_is_allowed() {
        script.increment(0, 10, shows(1))
                .increment(20, 30)
                .read(40, 50, shows(1))
                .read(60, 70, shows(2));

        assertEquals(1, script.check().violations(Kind.STALE_READ));
        assertEquals(1, script.check(Duration.ofMillis(9)).violations(Kind.STALE_READ));
        assertTrue(script.check(Duration.ofMillis(10)).isClean());
    }

    // Increments that are too many.

    @Test
    void an_increment_that_took_effect_twice_is_found() {
        script.increment(0, 10, shows(1)).increment(20, 30).read(40, 50, shows(3));
        assertFound(Kind.REPEATED_INCREMENT);
    }

    @Test
    void an_increment_may_show_before_it_is_acknowledged_but_not_before_it_is_asked() {
        script.increment(0, 10, shows(1)).increment(20, 100).read(30, 40, shows(2));
        assertClean();
        script.read(12, 18, shows(2));
        assertFound(Kind.REPEATED_INCREMENT);
    }

    @Test
    void an_increment_that_was_refused_must_not_show() {
        script.increment(0, 10, shows(1))
                .logout(20, 100, ok())
                .increment(30, 40, refused())
                .read(50, 60, shows(2));
        assertFound(Kind.REPEATED_INCREMENT);
    }

    // Sessions that come back.

    @Test
    void a_session_that_is_shown_after_its_logout_is_revived() {
        script.increment(0, 10, shows(1)).logout(20, 30, ok()).read(40, 50, shows(1));
        assertFound(Kind.REVIVED_SESSION);
    }

    @Test
    void a_session_may_be_shown_or_refused_while_it_is_logged_out_and_is_refused_afterwards() {
        script.increment(0, 10, shows(1))
                .logout(20, 30, ok())
                .read(25, 50, shows(1))
                .read(25, 50, refused())
                .increment(28, 60, refused())
                .read(70, 80, refused());
        assertClean();
    }

    @Test
    void a_logout_without_a_clear_answer_proves_nothing() {
        script.increment(0, 10, shows(1))
                .logout(20, 30, unknown())
                .read(40, 50, shows(1))
                .read(60, 70, refused());
        assertClean();
    }

    /** The logout may have been sent with a token that the login made void, and ended nobody's session. */
    @Test
    void a_logout_under_way_together_with_a_login_proves_nothing() {
        script.increment(0, 10, shows(1))
                .login(20, 40, "s", shows(1, "s"))
                .logout(30, 35, ok())
                .read(50, 60, shows(1, "s"));
        assertClean();
    }

    @Test
    void a_node_that_learns_of_a_logout_late_may_show_the_session_as_long_as_allowed() {
        script.increment(0, 10, shows(1)).logout(20, 30, ok()).read(40, 50, shows(1));

        assertEquals(1, script.check(Duration.ofMillis(5)).violations(Kind.REVIVED_SESSION));
        assertTrue(script.check(Duration.ofMillis(10)).isClean());
    }

    // What belongs to others.

    @Test
    void a_user_of_another_session_is_cross_talk() {
        script.increment(0, 10, shows(1))
                .op(0, 10, Intent.increment("c", "t"), shows("id-t", 1, ""))
                .op(20, 30, Intent.login("c", "t", "t"), shows("id-t2", 1, "t"))
                .read(40, 50, shows(1, "t"));
        assertFound(Kind.CROSS_TALK);
    }

    @Test
    void an_id_that_two_sessions_show_is_cross_talk() {
        script.increment(0, 10, shows(1)).op(20, 30, Intent.increment("c", "t"), shows(1));
        assertFound(Kind.CROSS_TALK);
    }

    @Test
    void an_id_that_changes_with_the_login_is_right() {
        script.increment(0, 10, shows("id-1", 1, ""))
                .login(20, 30, "s", shows("id-2", 1, "s"))
                .read(40, 50, shows("id-2", 1, "s"));
        assertClean();
    }

    @Test
    void somebody_without_a_cookie_sees_nothing_or_a_session_of_his_own() {
        script.increment(0, 10, shows(1))
                .op(20, 30, Intent.read("c", Intent.NO_COOKIE), refused())
                .op(20, 30, Intent.read("c", Intent.NO_COOKIE), shows("id-new", 0, ""));
        assertClean();
        script.op(40, 50, Intent.read("c", Intent.NO_COOKIE), shows(1));
        assertFound(Kind.CROSS_TALK);
    }

    @Test
    void a_stranger_who_is_given_a_used_session_is_cross_talk() {
        Seen others = new Seen("id-x", "09:00", "ann", 7);
        script.increment(0, 10, shows(1)).logout(20, 50, ok()).increment(30, 40, Answer.noSession("n1", others));
        assertFound(Kind.CROSS_TALK);
    }

    // Logins.

    @Test
    void a_user_who_is_gone_without_a_logout_is_a_lost_login() {
        script.increment(0, 10, shows(1)).login(20, 30, "s", shows(1, "s")).read(40, 50, shows(1));
        assertFound(Kind.LOST_LOGIN);
    }

    @Test
    void a_login_may_show_while_it_is_under_way() {
        script.increment(0, 10, shows(1))
                .login(20, 60, "s", shows(1, "s"))
                .read(25, 30, shows(1))
                .read(40, 50, shows(1, "s"))
                .read(70, 80, shows(1, "s"));
        assertClean();
    }

    @Test
    void the_user_of_before_another_login_is_a_lost_login() {
        script.increment(0, 10, shows(1))
                .login(20, 30, "ann", shows(1, "ann"))
                .login(40, 50, "bob", shows(1, "bob"))
                .read(60, 70, shows(1, "ann"));
        assertFound(Kind.LOST_LOGIN);
    }

    @Test
    void of_two_logins_at_once_either_may_be_the_last() {
        script.increment(0, 10, shows(1))
                .login(20, 50, "ann", ok())
                .login(30, 40, "bob", ok())
                .read(60, 70, shows(1, "ann"))
                .read(80, 90, shows(1, "bob"));
        assertClean();
    }

    @Test
    void a_login_without_a_clear_answer_may_show_or_not() {
        script.increment(0, 10, shows(1))
                .login(20, 30, "s", unknown())
                .read(40, 50, shows(1))
                .read(60, 70, shows(1, "s"))
                .read(80, 90, refused());
        assertClean();
    }

    // Sessions that are gone.

    @Test
    void a_session_that_is_refused_and_that_nobody_ended_is_lost() {
        script.increment(0, 10, shows(1)).read(20, 30, refused());
        assertFound(Kind.LOST_SESSION);
    }

    @Test
    void another_session_in_its_place_is_a_loss_as_well_and_its_count_is_not_missed() {
        Answer another = Answer.ok("n1", new Seen("id-new", "11:00", "", 1));
        script.increment(0, 10, shows(1))
                .increment(20, 30)
                .increment(40, 50, another)
                .read(60, 70, another);
        assertFound(Kind.LOST_SESSION);
    }

    @Test
    void a_refusal_while_a_login_changes_the_token_is_right_and_one_after_it_is_not() {
        script.increment(0, 10, shows(1))
                .login(20, 40, "s", shows(1, "s"))
                .read(30, 50, refused())
                .read(60, 70, shows(1, "s"));
        assertClean();
        script.read(80, 90, refused());
        assertFound(Kind.LOST_SESSION);
    }

    // Faults.

    @Test
    void what_was_acknowledged_within_a_fault_may_be_lost_by_replication() {
        script.increment(0, 10, shows(1)).increment(20, 30).fault(25, 100).read(110, 120, shows(1));
        assertExcused(Kind.LOST_INCREMENT);
    }

    @Test
    void a_fault_excuses_no_more_than_was_written_during_it() {
        script.increment(0, 10, shows(1))
                .increment(12, 15)
                .increment(20, 30)
                .fault(25, 100)
                .read(110, 120, shows(1));
        assertFound(Kind.LOST_INCREMENT);
    }

    @Test
    void a_logout_within_a_fault_may_be_lost_by_replication() {
        script.increment(0, 10, shows(1)).logout(20, 30, ok()).fault(25, 100).read(110, 120, shows(1));
        assertExcused(Kind.REVIVED_SESSION);
    }

    @Test
    void a_login_within_a_fault_may_be_lost_by_replication() {
        script.increment(0, 10, shows(1))
                .login(20, 30, "s", shows(1, "s"))
                .fault(25, 100)
                .read(110, 120, shows(1));
        assertExcused(Kind.LOST_LOGIN);
    }

    @Test
    void a_session_that_began_or_changed_its_token_within_a_fault_may_be_lost_by_replication() {
        script.increment(0, 10, shows(1)).fault(5, 100).read(110, 120, refused());
        assertExcused(Kind.LOST_SESSION);

        Script changed = new Script()
                .increment(0, 10, shows(1))
                .login(20, 30, "s", shows(1, "s"))
                .fault(25, 100)
                .read(110, 120, refused());
        assertEquals(1, changed.check().possibleUnderAsynchronousReplication().size());
    }

    @Test
    void a_fault_before_or_after_excuses_nothing() {
        script.fault(11, 19)
                .increment(0, 10, shows(1))
                .increment(20, 30)
                .fault(31, 35)
                .read(40, 50, shows(1));
        assertFound(Kind.LOST_INCREMENT);
    }

    @Test
    void nothing_excuses_cross_talk_and_repetition() {
        script.fault(0, 100)
                .increment(0, 10, shows(1))
                .read(20, 30, shows(2))
                .op(40, 50, Intent.increment("c", "t"), shows(1));
        HistoryReport report = script.check();
        assertEquals(1, report.violations(Kind.REPEATED_INCREMENT));
        assertEquals(1, report.violations(Kind.CROSS_TALK));
        assertEquals(2, report.violations().size(), report::toString);
    }

    // The report.

    @Test
    void a_report_says_what_was_found_and_shows_the_operations() {
        script.increment(0, 10, shows(1)).increment(20, 30).fault(100, 200).read(40, 50, shows(1));
        HistoryReport report = script.check();

        assertEquals(3, report.operations());
        assertEquals(1, report.sessions());
        assertEquals(3, report.outcomes(Outcome.OK));
        String text = report.toString();
        for (String part : List.of(
                "3 operations on 1 sessions; 1 violations",
                "INCREMENT OK: 2",
                "0.100000–0.200000 s  failover",
                "LOST_INCREMENT in session \"s\": visits must be at least 2 and was 1",
                "0.020000–0.030000 s  a INCREMENT on session s: OK from n1\n",
                "0.040000–0.050000 s  b READ on session s: OK from n1, shows visits 1, nobody, id id-s")) {
            assertTrue(text.contains(part), () -> part + " in " + text);
        }
        assertEquals(
                text, assertThrows(AssertionError.class, report::assertClean).getMessage());
    }

    @Test
    void of_one_session_the_first_of_a_kind_is_reported() {
        script.increment(0, 10, shows(1)).increment(20, 30);
        for (int look = 0; look < 10; look++) {
            script.read(40 + 10 * look, 45 + 10 * look, shows(1));
        }
        assertFound(Kind.LOST_INCREMENT);
    }

    @Test
    void impossible_settings_are_refused() {
        assertThrows(IllegalArgumentException.class, () -> script.check(Duration.ofMillis(-1)));
        assertThrows(IllegalArgumentException.class, () -> new Span(2, 1));
    }

    private void assertClean() {
        HistoryReport report = script.check();
        report.assertClean();
        assertEquals(List.of(), report.possibleUnderAsynchronousReplication());
    }

    private void assertFound(Kind kind) {
        HistoryReport report = script.check();
        assertEquals(
                List.of(kind), report.violations().stream().map(Violation::kind).toList(), report::toString);
        assertEquals(List.of(), report.possibleUnderAsynchronousReplication());
    }

    private void assertExcused(Kind kind) {
        HistoryReport report = script.check();
        report.assertClean();
        assertEquals(
                List.of(kind),
                report.possibleUnderAsynchronousReplication().stream()
                        .map(Violation::kind)
                        .toList());
    }
}
