// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

import dev.sojourn.testkit.history.Answer.Outcome;
import dev.sojourn.testkit.history.Violation.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who has been logged in stays so, and nobody else is shown in the session. */
final class LoginRule {
    private final SessionStory story;
    private final long staleNanos;

    LoginRule(SessionStory story, long staleNanos) {
        this.story = story;
        this.staleNanos = staleNanos;
    }

    void check(Findings findings) {
        story.sightings().filter(this::showsForeignUser).forEach(sighting -> findings.add(foreign(sighting)));
        story.sightingsInLife().filter(sighting -> !showsForeignUser(sighting)).forEach(sighting -> overwriting(
                        sighting)
                .ifPresent(login -> findings.add(lost(login, sighting), mayBeReplication(sighting))));
    }

    private boolean showsForeignUser(Operation sighting) {
        String user = sighting.seen().user();
        return !user.isEmpty()
                && candidates(sighting).stream()
                        .noneMatch(login -> userOf(login).equals(user));
    }

    /** The logins that a sighting may show, as far as they began before it came back. */
    private List<Operation> candidates(Operation sighting) {
        return story.logins().stream()
                .filter(login -> login.span().from() < sighting.span().to())
                .toList();
    }

    /** The login which was acknowledged so early that the sighting cannot show what was before it, but does. */
    private Optional<Operation> overwriting(Operation sighting) {
        String shown = sighting.seen().user();
        long latest = candidates(sighting).stream()
                .filter(login -> userOf(login).equals(shown))
                .mapToLong(Operation::latestEffect)
                .max()
                .orElse(Long.MIN_VALUE);
        return acknowledgedBefore(sighting.span().from() - staleNanos).stream()
                .filter(login -> !userOf(login).equals(shown))
                .filter(login -> login.span().from() > latest)
                .findFirst();
    }

    private List<Operation> acknowledgedBefore(long moment) {
        return story.logins().stream()
                .filter(login -> login.has(Outcome.OK) && login.span().to() < moment)
                .toList();
    }

    private boolean mayBeReplication(Operation sighting) {
        return acknowledgedBefore(sighting.span().from() - staleNanos).stream()
                .filter(login -> !userOf(login).equals(sighting.seen().user()))
                .allMatch(story::mayBeLost);
    }

    private Violation lost(Operation login, Operation sighting) {
        return new Violation(
                Kind.LOST_LOGIN,
                story.label(),
                "the login of " + userOf(login) + " had been acknowledged before, and nobody logged out",
                List.of(login, sighting));
    }

    private Violation foreign(Operation sighting) {
        List<Operation> evidence = new ArrayList<>(candidates(sighting));
        evidence.add(sighting);
        return new Violation(
                Kind.CROSS_TALK,
                story.label(),
                "nobody had logged in as " + sighting.seen().user() + " in this session",
                evidence.stream().distinct().toList());
    }

    private static String userOf(Operation login) {
        return login.intent().user();
    }
}
