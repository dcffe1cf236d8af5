// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

import java.time.Duration;

/** A history written by hand, in milliseconds, so that a test reads as what happened. */
final class Script {
    private static final long MILLI = 1_000_000;

    private final History history = new History();

    /** Client A asked this. */
    Script op(long from, long to, Intent intent, Answer answer) {
        history.add(new Operation(intent, new Span(from * MILLI, to * MILLI), answer));
        return this;
    }

    /** An increment that was acknowledged and showed nothing. */
    Script increment(long from, long to) {
        return increment(from, to, ok());
    }

    Script increment(long from, long to, Answer answer) {
        return op(from, to, Intent.increment("a", "s"), answer);
    }

    Script read(long from, long to, Answer answer) {
        return op(from, to, Intent.read("b", "s"), answer);
    }

    Script login(long from, long to, String user, Answer answer) {
        return op(from, to, Intent.login("a", "s", user), answer);
    }

    Script logout(long from, long to, Answer answer) {
        return op(from, to, Intent.logout("a", "s"), answer);
    }

    Script fault(long from, long to) {
        history.fault("failover", from * MILLI, to * MILLI);
        return this;
    }

    History history() {
        return history;
    }

    HistoryReport check() {
        return HistoryChecker.check(history);
    }

    HistoryReport check(Duration staleness) {
        return HistoryChecker.check(history, staleness);
    }

    static Answer ok() {
        return Answer.ok("n1", Seen.NOTHING);
    }

    /** The session of the script, with so many visits and nobody logged in. */
    static Answer shows(int visits) {
        return shows(visits, "");
    }

    static Answer shows(int visits, String user) {
        return shows("id-s" + user, visits, user);
    }

    static Answer shows(String id, int visits, String user) {
        return Answer.ok("n1", new Seen(id, "10:00", user, visits));
    }

    static Answer refused() {
        return Answer.noSession("n1", Seen.NOTHING);
    }

    static Answer failed() {
        return Answer.failed("n1", "503");
    }

    static Answer unknown() {
        return Answer.unknown("n1", "HttpTimeoutException");
    }
}
