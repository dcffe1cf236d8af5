// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

import dev.sojourn.testkit.history.Answer.Outcome;
import dev.sojourn.testkit.history.Violation.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A public id belongs to one session, and who sends no cookie sees nobody's. */
final class IdentityRule {
    private final Map<String, Owner> owners = new HashMap<>();

    void check(List<SessionStory> stories, List<Operation> withoutCookie, Findings findings) {
        for (SessionStory story : stories) {
            findings.nextSession();
            story.sightings().forEach(sighting -> own(story.label(), sighting, findings));
            story.refusals()
                    .filter(refusal -> refusal.seen().isPresent())
                    .forEach(refusal -> checkStranger(story.label(), refusal, findings));
        }
        for (Operation look : withoutCookie) {
            findings.nextSession();
            checkStranger(Intent.NO_COOKIE, look, findings);
        }
    }

    private void own(String label, Operation sighting, Findings findings) {
        Owner owner = owners.computeIfAbsent(sighting.seen().id(), id -> new Owner(label, sighting));
        if (!owner.label.equals(label)) {
            findings.add(shared(label, owner, sighting));
        }
    }

    /** Who was taken for a stranger got a session of his own: a new one. */
    private void checkStranger(String label, Operation operation, Findings findings) {
        Seen seen = operation.seen();
        Owner owner = owners.get(seen.id());
        boolean foreignUser =
                !seen.user().isEmpty() && !seen.user().equals(operation.intent().user());
        boolean used = !operation.has(Outcome.NO_SESSION) && seen.visits() > 0;
        if (owner != null) {
            findings.add(shared(label, owner, operation));
        } else if (foreignUser || (used && label.equals(Intent.NO_COOKIE))) {
            findings.add(new Violation(
                    Kind.CROSS_TALK,
                    label,
                    "a session is shown that this client can have nothing to do with",
                    List.of(operation)));
        }
    }

    private static Violation shared(String label, Owner owner, Operation sighting) {
        return new Violation(
                Kind.CROSS_TALK,
                label,
                "the id " + sighting.seen().id() + " belongs to session \"" + owner.label + "\"",
                List.of(owner.sighting, sighting));
    }

    /**
     * Where an id was seen first.
     *
     * @param label the session
     * @param sighting the answer
     */
    private record Owner(String label, Operation sighting) {}
}
