// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

/**
 * How an operation ended for the client. Immutable.
 *
 * @param outcome what the client knows now
 * @param node who answered, as far as the client can tell; empty if nobody did
 * @param reason the status of the answer, or what kind of failure there was; never a token
 * @param seen the session that the answer showed
 */
public record Answer(Outcome outcome, String node, String reason, Seen seen) {

    /** It was done, as this node says, and this was seen. */
    public static Answer ok(String node, Seen seen) {
        return new Answer(Outcome.OK, node, "", seen);
    }

    /** This node did not recognise the session; what it showed instead, if anything. */
    public static Answer noSession(String node, Seen instead) {
        return new Answer(Outcome.NO_SESSION, node, "", instead);
    }

    /** This node says that it failed. */
    public static Answer failed(String node, String reason) {
        return new Answer(Outcome.FAILED, node, reason, Seen.NOTHING);
    }

    /** No answer: it may have been done, or be done later. */
    public static Answer unknown(String node, String reason) {
        return new Answer(Outcome.UNKNOWN, node, reason, Seen.NOTHING);
    }

    /** Nobody could be asked: it was not done. */
    public static Answer unreachable(String node) {
        return new Answer(Outcome.UNREACHABLE, node, "", Seen.NOTHING);
    }

    /** The answer, for people. */
    @Override
    public String toString() {
        return outcome
                + (reason.isEmpty() ? "" : " (" + reason + ")")
                + (node.isEmpty() ? "" : " from " + node)
                + (seen.isPresent() ? ", " + seen : "");
    }

    /** What the client knows. */
    public enum Outcome {
        /** Acknowledged: what was asked has happened. */
        OK,
        /** The system took the client for one without that session; what was asked has not happened to it. */
        NO_SESSION,
        /** The system says that it could not, with a 503 for example; whether it happened is not known. */
        FAILED,
        /** The connection was lost or the time was over; whether it happened, or still will, is not known. */
        UNKNOWN,
        /** The connection was refused, so that nothing was sent. */
        UNREACHABLE
    }
}
