// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A call on a thread of its own. */
final class Running<T> {
    private static final long PATIENCE_SECONDS = 60;

    private final FutureTask<T> task;
    private final Thread thread;

    private Running(Callable<T> call) {
        this.task = new FutureTask<>(call);
        this.thread = new Thread(task, "running");
        thread.setDaemon(true);
        thread.start();
    }

    static <T> Running<T> start(Callable<T> call) {
        return new Running<>(call);
    }

    /** Returns when the thread waits for something that another thread must do. */
    void awaitWaiting() {
        poll(() -> thread.getState() == Thread.State.WAITING);
    }

    /** Returns when one of the two has ended. */
    static void awaitAny(Running<?> one, Running<?> other) {
        poll(() -> one.task.isDone() || other.task.isDone());
    }

    void interrupt() {
        thread.interrupt();
    }

    T result() {
        try {
            return task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception failed) {
            throw new AssertionError("the call failed", failed);
        }
    }

    Throwable failure() {
        try {
            throw new AssertionError("the call did not fail but gave " + task.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException failed) {
            return Objects.requireNonNull(failed.getCause());
        } catch (Exception other) {
            throw new AssertionError("the call did not end", other);
        }
    }

    private static void poll(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("it did not come to that within " + PATIENCE_SECONDS + " s");
            }
            LockSupport.parkNanos(100_000);
        }
    }
}
