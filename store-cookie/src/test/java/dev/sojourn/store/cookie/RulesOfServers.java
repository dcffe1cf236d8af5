// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.cookie;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The rules for all stores that sessions in the browser cannot keep, each with the reason. A rule that is gone is an error. */
final class RulesOfServers implements ExecutionCondition {
    private static final Map<String, String> REASONS = new HashMap<>();

    static {
        because(
                "two requests at the same time do not know of each other, and the last response wins",
                "of_one_attribute_the_later_commit_stays",
                "a_merge_costs_one_more_save_and_no_look_up",
                "update_is_applied_again_on_the_newer_value",
                "a_hundred_parallel_attributes_all_survive",
                "a_thousand_increments_by_sixteen_threads_are_a_thousand",
                "tries_are_bounded",
                "fail_refuses_instead_of_merging",
                "a_policy_can_be_chosen_for_one_call",
                "a_login_merges_over_a_timer_renewal",
                "using_up_a_flash_value_spares_its_successor",
                "a_hanging_save_holds_up_nobody_else",
                "a_save_whose_answer_was_lost_is_not_tried_on_top_of_later_saves",
                "a_save_whose_answer_was_lost_is_not_applied_twice_with_what_came_after",
                "updates_in_parallel_agree_on_the_end",
                "an_update_after_a_commit_loses_nothing_that_others_saved",
                "a_flash_value_used_up_after_a_commit_is_the_one_that_was_seen",
                "a_value_whose_save_was_not_answered_is_set_on_top_of_later_saves");
        because(
                "nothing can be found by its key",
                "a_value_ends_exactly_then",
                "what_has_ended_goes_with_the_next_save",
                "rights_taken_from_outside_stay_taken",
                "update_from_outside_may_end_the_session",
                "update_from_outside_merges_and_is_no_use",
                "updates_from_outside_keep_no_session_alive",
                "end_ends_one_session_once",
                "a_listener_may_come_back");
        because(
                "after the response nothing can be kept: SealedCookieTest.after_the_response_has_left_nothing_can_be_changed",
                "after_the_response_only_changes_without_a_new_token_are_possible",
                "late_changes_are_saved_by_the_second_commit",
                "a_timer_renewal_does_not_start_after_the_response_has_left");
        because(
                "the timer renews each copy on its own, into a text of its own: SealedCookieTest.the_timer_renews_too",
                "a_timer_renewal_waits_for_its_interval",
                "a_timer_renewal_gives_every_parallel_request_the_same_token",
                "a_lost_response_loses_nobody",
                "the_new_token_is_confirmed_by_its_first_use",
                "confirming_in_parallel_is_harmless",
                "a_request_slower_than_renewal_and_grace_keeps_its_changes",
                "renewals_follow_each_other");
        because(
                "the rule presents to another node a text that a browser has no longer",
                "an_unreadable_value_is_absent_and_kept",
                "an_unreadable_value_can_be_replaced",
                "a_session_beyond_lowered_limits_may_shrink");
        because(
                "opening is no look-up: RevocationTest.round_trips_are_as_documented",
                "only_changes_are_written",
                "a_changed_new_session_is_created_once",
                "a_store_that_is_down_is_an_error_and_not_a_missing_session");
        because(
                "whatever opens nothing is told in one way: ForgedCookieTest",
                "refusing_costs_at_most_one_look_up",
                "end_session_acts_after_the_grace_only",
                "stale_and_never_issued_tokens_are_told_apart");
        because(
                "when a session idles out, only its client knows: each use is in a newer text",
                "an_end_by_time_is_told",
                "a_session_in_use_is_not_told");
        because("the seal is the signature", "a_token_signed_by_an_old_key_is_sent_anew");
        because(
                "what was sealed in the future is refused: ForgedCookieTest.the_time_of_sealing_counts",
                "a_clock_going_backwards_does_no_harm");
    }

    private static void because(String reason, String... rules) {
        List.of(rules).forEach(rule -> REASONS.put(rule, reason));
    }

    static Iterable<String> names() {
        return REASONS.keySet();
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<String> reason = context.getTestMethod().map(method -> REASONS.get(method.getName()));
        return reason.map(ConditionEvaluationResult::disabled)
                .orElseGet(() -> ConditionEvaluationResult.enabled("can be kept"));
    }
}
