// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.model;

import dev.sojourn.CommitResult.Outcome;

/**
 * What a commit should answer.
 *
 * @param outcome what happened
 * @param secret what the browser should hold from now on; 0 for no session
 * @param changed whether it must be sent
 */
record Expected(Outcome outcome, int secret, boolean changed) {

    static Expected none(Outcome outcome) {
        return new Expected(outcome, 0, false);
    }
}
