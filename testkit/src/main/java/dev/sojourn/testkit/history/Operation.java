// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

import dev.sojourn.testkit.history.Answer.Outcome;
import dev.sojourn.testkit.history.Intent.Kind;

/**
 * One thing that a client asked, and what came of it. Immutable.
 *
 * @param intent what was asked
 * @param span from just before it was sent until the client had the answer or gave up
 * @param answer what came of it
 */
public record Operation(Intent intent, Span span, Answer answer) {

    boolean is(Kind kind) {
        return intent.kind() == kind;
    }

    boolean has(Outcome outcome) {
        return answer.outcome() == outcome;
    }

    /** Whether something may have happened to the session that the client meant. */
    boolean mayHaveHappened() {
        return has(Outcome.OK) || has(Outcome.FAILED) || has(Outcome.UNKNOWN);
    }

    /** The last moment at which it can have happened; what has no clear answer may happen at any time. */
    long latestEffect() {
        return has(Outcome.OK) ? span.to() : Long.MAX_VALUE;
    }

    /** Whether it may still have been going on when the other one was. */
    boolean effectOverlaps(Operation other) {
        return span.from() <= other.latestEffect() && other.span.from() <= latestEffect();
    }

    Seen seen() {
        return answer.seen();
    }

    /** One line for people. */
    @Override
    public String toString() {
        String what = intent.kind() + (intent.user().isEmpty() ? "" : " of " + intent.user());
        String session = intent.session().isEmpty() ? "without a cookie" : "on session " + intent.session();
        return span + "  " + intent.client() + " " + what + " " + session + ": " + answer;
    }
}
