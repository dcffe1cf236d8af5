// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

/**
 * A time during which one request certainly had a session for itself. Immutable.
 *
 * @param session the label of the session
 * @param client who had it
 * @param asked when it was asked for; it was given after that
 * @param held from when it was known to be entered until just before leaving was asked for; of an owner that died, until the last
 *     moment at which it was known to have it
 * @param outcome what the client heard of its end: {@code OK} if what was done within it was saved
 */
public record Section(String session, String client, long asked, Span held, Answer.Outcome outcome) {

    /** One line for people. */
    @Override
    public String toString() {
        return client + " in " + held + " (" + outcome + ")";
    }
}
