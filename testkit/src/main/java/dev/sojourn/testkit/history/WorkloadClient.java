// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

import dev.sojourn.testkit.SeededRandom;
import dev.sojourn.testkit.history.Answer.Outcome;
import dev.sojourn.testkit.history.Intent.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** One client of a {@link Workload}: does one thing after the other, and notes what it saw. */
final class WorkloadClient implements Runnable {
    private static final int STEPS = 100;
    private static final int WITHOUT_COOKIE = 3;
    private static final int ENDED = WITHOUT_COOKIE + 5;
    private static final int LOGOUT = ENDED + 4;
    private static final int LOGIN = LOGOUT + 4;
    private static final int LOOK = LOGIN + 29;
    private static final int ONLY_COUNTING = LOOK + 35;

    private final String name;
    private final Random random;
    private final Subject subject;
    private final Party party;
    private final History history;
    private final ExclusiveSections sections;
    private final long endNanos;

    WorkloadClient(int number, long seed, Subject subject, Party party, ExclusiveSections sections, long endNanos) {
        this.name = "c" + number;
        this.random = new SeededRandom(seed * 1_000_003 + number);
        this.subject = subject;
        this.party = party;
        this.sections = sections;
        this.history = sections.history();
        this.endNanos = endNanos;
    }

    @Override
    public void run() {
        while (System.nanoTime() < endNanos && !Thread.currentThread().isInterrupted()) {
            step(random.nextInt(STEPS));
        }
    }

    private void step(int choice) {
        if (choice < WITHOUT_COOKIE) {
            Looking.withoutCookie(name, subject, history);
        } else if (choice < ENDED) {
            lookAtOneThatEnded();
        } else {
            party.stay(this::begin).ifPresent(stay -> {
                if (choice < LOGOUT) {
                    logout(stay);
                } else if (choice < LOGIN) {
                    login(stay);
                } else if (choice < LOOK) {
                    look(stay);
                } else if (choice >= ONLY_COUNTING && sections.areWanted()) {
                    section(stay);
                } else {
                    increment(stay);
                }
            });
        }
    }

    /** The first increment makes a session. Which one, a look with its token must show before others use it. */
    private Optional<Stay> begin(String label) {
        History.Pending pending = history.begin(Intent.increment(name, label));
        Reply reply = subject.post("/increment", "", "");
        if (!reply.isSuccess() || reply.newToken().isEmpty()) {
            pending.end(reply.isSuccess() ? Answer.failed(reply.node(), "no cookie was set") : reply.answer());
            return Optional.empty();
        }
        Reply look = subject.look(reply.newToken());
        Answer answer = look.isSuccess() ? Looking.read(look) : look.answer();
        if (answer.outcome() != Outcome.OK) {
            pending.end(Answer.unknown(reply.node(), "not confirmed"));
            return Optional.empty();
        }
        Seen seen = answer.seen();
        pending.end(seen.isPresent() ? answer : Answer.noSession(answer.node(), seen));
        return seen.isPresent() ? Optional.of(new Stay(label, seen.created(), reply.newToken())) : Optional.empty();
    }

    private void increment(Stay stay) {
        History.Pending pending = history.begin(Intent.increment(name, stay.label()));
        String token = stay.token();
        counted(stay, token, pending, subject.post("/increment", token, ""));
    }

    private void section(Stay stay) {
        History.Pending pending = history.begin(Intent.section(name, stay.label()));
        String token = stay.token();
        counted(stay, token, pending, sections.hold(name, stay, token, random));
    }

    private void counted(Stay stay, String token, History.Pending pending, Reply reply) {
        boolean changed = !reply.newToken().isEmpty() || reply.isTokenRemoved();
        Answer answer = reply.isSuccess() && changed ? confirm(stay, token, reply, 2) : reply.answer();
        pending.end(answer);
        leaveIfRefused(stay, token, answer);
    }

    private void look(Stay stay) {
        String token = stay.token();
        Answer answer = Looking.at(stay, name, subject, history);
        leaveIfRefused(stay, token, answer);
    }

    private void login(Stay stay) {
        if (!stay.begin(Kind.LOGIN)) {
            return;
        }
        boolean done = false;
        try {
            History.Pending pending = history.begin(Intent.login(name, stay.label(), stay.label()));
            String token = stay.token();
            Reply reply = subject.login(token, stay.label());
            Answer answer = reply.isSuccess() ? confirm(stay, token, reply, 1) : reply.answer();
            pending.end(answer);
            done = answer.outcome() == Outcome.OK || answer.outcome() == Outcome.UNREACHABLE;
            if (!done) {
                party.leave(stay); // the token may have been superseded by one that never arrived
            }
        } finally {
            stay.endChange(done);
        }
    }

    private void logout(Stay stay) {
        if (!stay.begin(Kind.LOGOUT)) {
            return;
        }
        boolean done = false;
        try {
            History.Pending pending = history.begin(Intent.logout(name, stay.label()));
            Reply reply = subject.post("/logout", stay.token(), "");
            pending.end(reply.answer());
            done = reply.isSuccess() || reply.answer().outcome() == Outcome.UNREACHABLE;
            if (reply.answer().outcome() != Outcome.UNREACHABLE) {
                party.leave(stay);
            }
            if (reply.isSuccess()) {
                party.remember(stay);
            }
        } finally {
            stay.endChange(done);
        }
    }

    private void lookAtOneThatEnded() {
        List<Stay> ended = party.ended();
        if (!ended.isEmpty()) {
            Answer unused = Looking.at(ended.get(random.nextInt(ended.size())), name, subject, history);
        }
    }

    /**
     * Asks which session the token belongs to that the client would use from now on, and uses it if it is the same: then it
     * shows the first increment and, after another one, that one too. A session that began with this request shows one less.
     */
    private Answer confirm(Stay stay, String sent, Reply reply, int leastVisits) {
        if (reply.isTokenRemoved()) {
            return Answer.noSession(reply.node(), Seen.NOTHING);
        }
        String token = reply.newToken().isEmpty() ? sent : reply.newToken();
        Answer shown = Looking.judge(subject.look(token), stay, leastVisits);
        if (shown.outcome() == Outcome.OK) {
            stay.renew(sent, token);
        }
        boolean clear = shown.outcome() == Outcome.OK || shown.outcome() == Outcome.NO_SESSION;
        return clear ? shown : Answer.unknown(reply.node(), "not confirmed");
    }

    /** With a token that was refused there is nothing more to do, unless it was refused for a newer one. */
    private void leaveIfRefused(Stay stay, String sent, Answer answer) {
        if (answer.outcome() == Outcome.NO_SESSION && stay.isNewest(sent)) {
            party.leave(stay);
        }
    }
}
