// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

import dev.sojourn.testkit.history.Answer.Outcome;
import dev.sojourn.testkit.history.Intent.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** An end is told once: not twice, and, where the history expects it, not never. */
final class NoticeRule {
    private final SessionStory story;
    private final List<EndNotice> notices;
    private final boolean expected;

    NoticeRule(SessionStory story, History history) {
        this.story = story;
        this.notices = ofStory(story, history.endNotices());
        this.expected = history.expectsEndNotices();
    }

    void check(Findings findings) {
        if (notices.size() > 1) {
            findings.add(new Violation(
                    Violation.Kind.DUPLICATE_END,
                    story.label(),
                    "its end was told " + notices.size() + " times: " + notices,
                    ends()));
        }
        if (expected && notices.isEmpty() && story.endedAt() != SessionStory.NEVER && everyLogoutIsClear()) {
            boolean mayBeLost = ends().stream().anyMatch(story::mayBeLost);
            findings.add(
                    new Violation(
                            Violation.Kind.MISSING_END,
                            story.label(),
                            "its logout had been acknowledged, and nobody was told that it ended",
                            ends()),
                    mayBeLost);
        }
    }

    /** A logout without a clear answer may have ended it, and with the answer the notice may be lost. */
    private boolean everyLogoutIsClear() {
        return story.operations().stream()
                .filter(operation -> operation.is(Kind.LOGOUT))
                .allMatch(logout -> logout.has(Outcome.OK) || logout.has(Outcome.UNREACHABLE));
    }

    private List<Operation> ends() {
        return story.operations().stream().filter(story::isCertainEnd).toList();
    }

    private static List<EndNotice> ofStory(SessionStory story, List<EndNotice> all) {
        Set<String> ids =
                story.sightings().map(sighting -> sighting.seen().id()).collect(Collectors.toCollection(HashSet::new));
        return new ArrayList<>(
                all.stream().filter(notice -> ids.contains(notice.id())).toList());
    }
}
