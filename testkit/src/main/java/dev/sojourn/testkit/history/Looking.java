// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

/** Asks the application which session a token belongs to, and notes it. Thread-safe. */
final class Looking {
    private Looking() {}

    /** Looks with this session's token. */
    static Answer at(Stay stay, String client, Subject subject, History history) {
        History.Pending pending = history.begin(Intent.read(client, stay.label()));
        String token = stay.token();
        Reply reply = subject.look(token);
        Answer answer = judge(reply, stay, 0);
        if (answer.outcome() == Answer.Outcome.OK && !reply.newToken().isEmpty()) {
            stay.renew(token, reply.newToken());
        }
        pending.end(answer);
        return answer;
    }

    /** Looks without a cookie. */
    static void withoutCookie(String client, Subject subject, History history) {
        History.Pending pending = history.begin(Intent.read(client, Intent.NO_COOKIE));
        Reply reply = subject.look("");
        if (!reply.isSuccess()) {
            pending.end(reply.answer());
            return;
        }
        Answer answer = read(reply);
        pending.end(
                answer.outcome() == Answer.Outcome.OK && !answer.seen().isPresent()
                        ? Answer.noSession(answer.node(), Seen.NOTHING)
                        : answer);
    }

    /** What a look says about this session, which would show so many visits at least. */
    static Answer judge(Reply reply, Stay stay, int leastVisits) {
        Answer answer = reply.isSuccess() ? read(reply) : reply.answer();
        boolean another = answer.outcome() == Answer.Outcome.OK && !stay.isShownBy(answer.seen(), leastVisits);
        return another ? Answer.noSession(answer.node(), answer.seen()) : answer;
    }

    /** What a successful look shows. */
    static Answer read(Reply reply) {
        try {
            return Answer.ok(reply.node(), reply.seen());
        } catch (IllegalArgumentException | ArithmeticException unreadable) {
            return Answer.failed(reply.node(), "not the JSON of a session");
        }
    }
}
