// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Stops asking a store that does not answer, so that requests fail at once instead of waiting one after the other.
 *
 * <p><b>Closed</b>, it lets everything through and counts failures. After a number of {@link
 * StoreUnavailableException}s in a row it <b>opens</b>: every call is refused with such an exception, without asking.
 * When a pause is over, exactly one call is let through as a probe while the others are still refused. If it succeeds,
 * the breaker is closed again; if not, another pause begins. Any other exception counts as an answer: the store was
 * there to say so.
 *
 * <p>For authors of stores on a network: one breaker for each server, around what can fail because the server is away.
 * Thread-safe; costs a volatile read while closed; starts no thread.
 */
public final class CircuitBreaker {
    private static final Instant CLOSED = Instant.MIN;

    private final String server;
    private final int failures;
    private final Duration pause;
    private final InstantSource clock;
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicBoolean probing = new AtomicBoolean();
    private volatile Instant openUntil = CLOSED;

    /**
     * A closed breaker.
     *
     * @param server what is behind it, for messages; no password
     * @param failures how many failures in a row open it, at least 1
     * @param pause how long it then refuses before it lets a probe through, positive
     * @param clock measures the pause; a clock that is set back ends the pause
     * @throws IllegalArgumentException if failures or pause are out of range
     */
    public CircuitBreaker(String server, int failures, Duration pause, InstantSource clock) {
        if (failures < 1) {
            throw new IllegalArgumentException("failures must be at least 1, was " + failures);
        }
        if (pause.isNegative() || pause.isZero()) {
            throw new IllegalArgumentException("pause must be positive, was " + pause);
        }
        this.server = server;
        this.failures = failures;
        this.pause = pause;
        this.clock = clock;
    }

    /**
     * What the call returns or throws.
     *
     * @throws StoreUnavailableException if the call threw it, or the breaker refused without making the call
     */
    public <T> T call(Supplier<T> call) {
        Instant until = openUntil;
        if (until.equals(CLOSED)) {
            return counted(call);
        }
        Instant now = clock.instant();
        boolean clockWentBack = now.plus(pause).isBefore(until);
        if ((now.isBefore(until) && !clockWentBack) || !probing.compareAndSet(false, true)) {
            throw refusal();
        }
        try {
            return probe(call);
        } finally {
            probing.set(false);
        }
    }

    /** Whether calls are refused at present, a probe excepted. */
    public boolean isOpen() {
        return !openUntil.equals(CLOSED);
    }

    /** Server and state. */
    @Override
    public String toString() {
        return "CircuitBreaker[" + server + ", " + (isOpen() ? "open" : "closed") + "]";
    }

    private <T> T counted(Supplier<T> call) {
        try {
            T answer = call.get();
            answered();
            return answer;
        } catch (StoreUnavailableException failure) {
            if (failed.incrementAndGet() >= failures) {
                open();
            }
            throw failure;
        } catch (RuntimeException | Error answer) {
            answered();
            throw answer;
        }
    }

    private <T> T probe(Supplier<T> call) {
        try {
            T answer = call.get();
            close();
            return answer;
        } catch (StoreUnavailableException failure) {
            open();
            throw failure;
        } catch (RuntimeException | Error answer) {
            close();
            throw answer;
        }
    }

    private void answered() {
        if (failed.get() != 0) {
            failed.set(0);
        }
    }

    private void open() {
        openUntil = clock.instant().plus(pause);
    }

    private void close() {
        failed.set(0);
        openUntil = CLOSED;
    }

    private StoreUnavailableException refusal() {
        return new StoreUnavailableException(server + " failed " + failures + " times in a row and is not asked for "
                + pause.toMillis() + " ms; then one call tries again");
    }
}
