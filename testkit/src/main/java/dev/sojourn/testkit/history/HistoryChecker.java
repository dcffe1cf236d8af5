// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Decides whether a session system can have answered a {@link History} correctly. Stateless and thread-safe.
 *
 * <p><b>The model.</b> A session is one register: a count, a user, and whether it lives. An operation happens to it at one
 * moment between being sent and being answered. An operation that failed or had no answer may have happened, may still happen
 * at any later time, or not at all. The client names its session with a label, which does not change when the system renews
 * ids and tokens. Only order in real time is used: one operation is before another if it had been answered when the other was
 * sent. No clock of the system is read.
 *
 * <p><b>What is a violation</b>, for each session; the first of each kind is reported:
 *
 * <ul>
 *   <li>{@code LOST_INCREMENT}: an answer shows fewer visits than increments that had been acknowledged before it was asked
 *       for, or fewer than an earlier answer showed with those that were begun and acknowledged in between. It is a
 *       {@code STALE_READ} instead if a later answer shows so many that the missing ones must be among them.
 *   <li>{@code REPEATED_INCREMENT}: an answer shows more visits than increments that may have happened until it came.
 *   <li>{@code REVIVED_SESSION}: the session is shown by an answer that was asked for after its logout had been acknowledged.
 *   <li>{@code LOST_LOGIN}: an answer shows nobody, or an earlier user, after a login had been acknowledged.
 *   <li>{@code CROSS_TALK}: an answer shows a user who never logged in with this label, an id that was seen with another label,
 *       or anything to a client that sent no cookie.
 *   <li>{@code LOST_SESSION}: the session is not recognised, or another one is shown in its place (its moment of creation
 *       differs), although its first increment had been acknowledged, no logout had begun, and no login was under way. Counts and users after that are not judged.
 *   <li>{@code DUPLICATE_END}: the end of the session was told twice, be it under two of its ids.
 *   <li>{@code MISSING_END}: the history expects every end to be told, and none was of a session whose logout had been
 *       acknowledged; not if another of its logouts had no clear answer.
 *   <li>{@code TWO_OWNERS}: two clients had the exclusive session at the same time: the times overlap within which each certainly
 *       had it.
 * </ul>
 *
 * <p><b>What cannot be decided</b>, and is not reported: whether an increment counts that was under way together with a login
 * or logout of its session, because what was sent with the older token may be dropped; whether a session lives whose login or
 * logout had no clear answer, or whose logout was under way together with a login; anything that only clocks could tell, so
 * idle and absolute timeouts of the system must be longer than the run. The rules are sound and not complete: what is reported
 * is wrong, what is not reported need not be right.
 *
 * <p><b>Faults.</b> A store that replicates asynchronously may lose acknowledged writes in a failover. What the writes within
 * the window of a {@link Fault} explain is listed apart: no more visits missing than increments in the window, a revived session
 * whose logout, a lost login which itself, a lost session whose first increment or a login is in it, two owners of whom one got or had the session in it. Cross-talk, repeated
 * increments and whatever else have no excuse.
 *
 * <p>Time: n log n in the number of operations, times the number of logins in one session.
 */
public final class HistoryChecker {
    private HistoryChecker() {}

    /** Checks that each answer is as fresh as if there were one server. */
    public static HistoryReport check(History history) {
        return check(history, Duration.ZERO);
    }

    /**
     * Checks the same, but lets an answer show what was true this long before it was asked for, as a cache may.
     *
     * @throws IllegalArgumentException if the staleness is negative
     */
    public static HistoryReport check(History history, Duration staleness) {
        if (staleness.isNegative()) {
            throw new IllegalArgumentException("staleness must not be negative, was " + staleness);
        }
        long staleNanos = staleness.toNanos();
        Map<String, List<Operation>> byLabel = history.operations().stream()
                .collect(Collectors.groupingBy(
                        operation -> operation.intent().session(), LinkedHashMap::new, Collectors.toList()));
        List<Operation> withoutCookie = byLabel.getOrDefault(Intent.NO_COOKIE, List.of());
        byLabel.remove(Intent.NO_COOKIE);
        List<SessionStory> stories = byLabel.entrySet().stream()
                .map(entry -> new SessionStory(entry.getKey(), entry.getValue(), history.faults()))
                .toList();

        Findings findings = new Findings();
        for (SessionStory story : stories) {
            findings.nextSession();
            new EndRule(story, staleNanos).check(findings);
            new LoginRule(story, staleNanos).check(findings);
            new CountRule(story, staleNanos).check(findings);
            new NoticeRule(story, history).check(findings);
        }
        new OwnerRule(history).check(findings);
        new IdentityRule().check(stories, withoutCookie, findings);
        int undecided = stories.stream()
                .mapToInt(story -> story.possibleIncrements().size()
                        - story.certainIncrements().size())
                .sum();
        return new HistoryReport(history, undecided, findings);
    }
}
