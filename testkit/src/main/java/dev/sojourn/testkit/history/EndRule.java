// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

import dev.sojourn.testkit.history.Answer.Outcome;
import dev.sojourn.testkit.history.Violation.Kind;
import java.util.ArrayList;
import java.util.List;

/** What has ended stays ended, and what nobody ended lives. */
final class EndRule {
    private final SessionStory story;
    private final long staleNanos;

    EndRule(SessionStory story, long staleNanos) {
        this.story = story;
        this.staleNanos = staleNanos;
    }

    void check(Findings findings) {
        if (story.endedAt() != SessionStory.NEVER) {
            story.sightings()
                    .filter(sighting -> sighting.span().from() - staleNanos > story.endedAt())
                    .forEach(sighting -> findings.add(revived(sighting), mayBeReplication(ends())));
        }
        story.refusals()
                .filter(refusal -> !story.isExplained(refusal))
                .forEach(refusal -> findings.add(lost(refusal), beginningOrTokenMayBeLost(refusal)));
    }

    private List<Operation> ends() {
        return story.operations().stream().filter(story::isCertainEnd).toList();
    }

    private boolean mayBeReplication(List<Operation> writes) {
        return writes.stream().allMatch(story::mayBeLost);
    }

    /** A session is lost with the write that created it, or that gave it the token which is no longer known. */
    private boolean beginningOrTokenMayBeLost(Operation refusal) {
        List<Operation> writes = new ArrayList<>(story.operations().subList(0, 1));
        writes.addAll(story.logins());
        return writes.stream()
                .filter(write -> !write.equals(refusal) && write.has(Outcome.OK))
                .filter(write -> write.span().to() < refusal.span().to())
                .anyMatch(story::mayBeLost);
    }

    private Violation revived(Operation sighting) {
        List<Operation> evidence = new ArrayList<>(ends());
        evidence.add(sighting);
        return new Violation(
                Kind.REVIVED_SESSION,
                story.label(),
                "its end had been acknowledged before this was asked, and it is shown",
                evidence);
    }

    private Violation lost(Operation refusal) {
        List<Operation> evidence = new ArrayList<>();
        story.sightings()
                .filter(sighting -> sighting.span().to() < refusal.span().from())
                .reduce((earlier, later) -> later)
                .ifPresent(evidence::add);
        evidence.add(refusal);
        return new Violation(
                Kind.LOST_SESSION,
                story.label(),
                "it was not recognised, although nobody had logged out and no login was under way",
                evidence);
    }
}
