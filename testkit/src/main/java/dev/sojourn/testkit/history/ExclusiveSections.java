// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

import dev.sojourn.testkit.history.Answer.Outcome;
import java.net.URI;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Has sessions for a while for themselves, and notes from when until when they certainly had them. Thread-safe.
 *
 * <p>A section is a request that stays open. Two others, without a cookie, tell when it is entered and let it leave: through its own
 * answer nobody could tell, because what is saved after an answer has begun cannot be acknowledged by it.
 */
final class ExclusiveSections {
    private static final String GONE = "410";
    private static final int CHANCES = 50;
    private static final int LONG = 1;
    private static final int SLOW = LONG + 10;
    private static final long SHORT_NANOS = Duration.ofMillis(8).toNanos();
    private static final long SLOW_NANOS = Duration.ofMillis(400).toNanos();

    private final boolean wanted;
    private final long leaseNanos;
    private final Duration patience;
    private final Subject subject;
    private final History history;
    private final AtomicLong begun = new AtomicLong();

    /**
     * With a lease of zero it is not known how long a section lasts whose end has no clear answer. With one, clients wait longer for
     * sections by twice as much, so that they see who has the session after a lease ran out, and what becomes of who had it.
     */
    ExclusiveSections(boolean wanted, Duration lease, Subject subject, History history) {
        this.wanted = wanted;
        this.leaseNanos = lease.toNanos();
        this.patience = lease.multipliedBy(2);
        this.subject = subject;
        this.history = history;
    }

    boolean areWanted() {
        return wanted;
    }

    History history() {
        return history;
    }

    /** Enters, waits, leaves; answers what came of the request. */
    Reply hold(String client, Stay stay, String token, Random random) {
        Duration time = lengthOfStay(random);
        int changes = stay.changesDone();
        String form = "section=" + stay.label() + "-" + client + "-" + begun.incrementAndGet();
        URI target = subject.nextTarget();
        long asked = history.now();
        CompletableFuture<Reply> section = subject.postBeside(target, "/exclusive", token, form, time.plus(patience));
        CompletableFuture<Reply> entering = subject.postBeside(target, "/exclusive/entered", "", form, patience);
        CompletableFuture.anyOf(section, entering).join();
        if (section.isDone() || !entering.join().isSuccess()) {
            return leave(target, form, section);
        }
        long entered = history.now();
        pass(time);
        long leaving = history.now();
        Reply reply = leave(target, form, section);
        boolean saved = reply.isSuccess() && stay.isUnchangedSince(changes);
        long certain = saved ? leaving : Math.min(leaving, asked + leaseNanos);
        if (certain > entered) {
            Outcome outcome = saved || !reply.isSuccess() ? reply.answer().outcome() : Outcome.UNKNOWN;
            history.add(new Section(stay.label(), client, asked, new Span(entered, certain), outcome));
        }
        return reply;
    }

    private Reply leave(URI target, String form, CompletableFuture<Reply> section) {
        if (!section.isDone()) {
            subject.postBeside(target, "/exclusive/leave", "", form, Duration.ZERO)
                    .join();
        }
        Reply reply = section.join();
        return reply.answer().outcome() == Outcome.FAILED
                        && reply.answer().reason().equals(GONE)
                ? Reply.none(Answer.noSession(reply.node(), Seen.NOTHING))
                : reply;
    }

    /** Some milliseconds; for a fifth of a second, so that faults find somebody inside; longer than a lease, which has to be renewed. */
    private Duration lengthOfStay(Random random) {
        int choice = random.nextInt(CHANCES);
        long most = choice < SLOW ? SLOW_NANOS : SHORT_NANOS;
        return Duration.ofNanos(choice < LONG ? leaseNanos + leaseNanos / 5 : random.nextLong(most));
    }

    private static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0 && !Thread.currentThread().isInterrupted(); ) {
            LockSupport.parkNanos(left);
            left = end - System.nanoTime();
        }
    }
}
