// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.sweep;

import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Two visitors' threads that look up random live sessions at a steady pace, and how long each look-up took. */
final class SteadyReads {
    private static final int THREADS = 2;
    private static final long PAUSE_NANOS = Duration.ofMillis(5).toNanos();

    private final double[] sortedMicros;

    private SteadyReads(double[] sortedMicros) {
        this.sortedMicros = sortedMicros;
    }

    /** Reads until it is over, at least once. */
    static SteadyReads until(BooleanSupplier over, SessionStore store, List<SessionKey> live, long seed)
            throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<List<Double>>> found = new ArrayList<>();
            SplittableRandom seeds = new SplittableRandom(seed);
            for (int thread = 0; thread < THREADS; thread++) {
                SplittableRandom random = seeds.split();
                found.add(threads.submit(() -> read(over, store, live, random)));
            }
            List<Double> all = new ArrayList<>();
            for (Future<List<Double>> one : found) {
                all.addAll(one.get());
            }
            return new SteadyReads(
                    all.stream().mapToDouble(Double::doubleValue).sorted().toArray());
        } catch (ExecutionException failed) {
            throw new IllegalStateException("a read failed: " + failed.getCause(), failed);
        } finally {
            threads.shutdownNow();
        }
    }

    /** The reads of this long. */
    static SteadyReads during(Duration time, SessionStore store, List<SessionKey> live, long seed)
            throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        return until(() -> System.nanoTime() - end >= 0, store, live, seed);
    }

    /** How many there were. */
    int count() {
        return sortedMicros.length;
    }

    /** This share of them took at most so many microseconds; 1 for the slowest one. */
    double micros(double share) {
        return sortedMicros[Math.max(0, (int) Math.ceil(share * sortedMicros.length) - 1)];
    }

    /** One that is due while the one before still runs waits for it, and its time counts from when it was due. */
    private static List<Double> read(
            BooleanSupplier over, SessionStore store, List<SessionKey> live, SplittableRandom random) {
        List<Double> micros = new ArrayList<>();
        long due = System.nanoTime() + random.nextLong(PAUSE_NANOS);
        do {
            long start = due;
            if (System.nanoTime() - due < 0) {
                await(due);
                start = System.nanoTime();
            }
            SessionKey key = live.get(random.nextInt(live.size()));
            if (store.find(key).isEmpty()) {
                throw new IllegalStateException("a live session was not found");
            }
            micros.add((System.nanoTime() - start) / 1e3);
            due += PAUSE_NANOS;
        } while (!over.getAsBoolean());
        return micros;
    }

    private static void await(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
