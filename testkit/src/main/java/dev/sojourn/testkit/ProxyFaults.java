// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What shall go wrong at a {@link FaultProxy}, asked by the threads that pass bytes on. Thread-safe. */
final class ProxyFaults {
    static final int LONGEST_PATTERN = 1_024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Direction> held = EnumSet.noneOf(Direction.class);
    private final Map<Direction, Long> latencyNanos = new EnumMap<>(Direction.class);
    private final Map<Direction, Long> passed = new EnumMap<>(Direction.class);
    private final List<Once> next = new ArrayList<>();
    private final List<Once> claimed = new ArrayList<>();
    private int dripBytes = Integer.MAX_VALUE;
    private long dripNanos;
    private int happened;
    private long heals;
    private boolean closed;

    void hold(Direction direction) {
        locked(() -> held.add(direction));
    }

    void delay(Direction direction, Duration latency) {
        long nanos = nanos("delay", latency);
        locked(() -> latencyNanos.put(direction, nanos));
    }

    void drip(int bytesAtOnce, Duration pause) {
        if (bytesAtOnce < 1) {
            throw new IllegalArgumentException("bytesAtOnce must be at least 1, was " + bytesAtOnce);
        }
        long nanos = nanos("pause", pause);
        locked(() -> {
            dripBytes = bytesAtOnce;
            dripNanos = nanos;
        });
    }

    void next(Once fault) {
        if (fault.afterBytes < 0) {
            throw new IllegalArgumentException("afterBytes must not be negative, was " + fault.afterBytes);
        }
        locked(() -> next.add(fault));
    }

    void heal() {
        locked(() -> {
            held.clear();
            latencyNanos.clear();
            next.clear();
            claimed.clear();
            dripBytes = Integer.MAX_VALUE;
            heals++;
            changed.signalAll();
        });
    }

    void close() {
        locked(() -> closed = true);
    }

    /** Has those who wait look again whether their connection still lives. */
    void wake() {
        locked(changed::signalAll);
    }

    boolean isClosed() {
        return read(() -> closed);
    }

    int happened() {
        return read(() -> happened);
    }

    long passed(Direction direction) {
        return read(() -> passed.getOrDefault(direction, 0L));
    }

    void count(Direction direction, int bytes) {
        locked(() -> passed.merge(direction, (long) bytes, Long::sum));
    }

    void happened(Once fault) {
        locked(() -> {
            claimed.remove(fault);
            happened++;
        });
    }

    /** The first fault that is meant for this request, which nobody else gets from then on. */
    @Nullable
    Once claim(Predicate<byte[]> contains) {
        lock.lock();
        try {
            for (Iterator<Once> waiting = next.iterator(); waiting.hasNext(); ) {
                Once fault = waiting.next();
                if (contains.test(fault.pattern)) {
                    waiting.remove();
                    claimed.add(fault);
                    return fault;
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** The connection ended before the fault happened: the next one gets it, unless somebody has healed since. */
    void giveBack(Once fault) {
        locked(() -> {
            if (claimed.remove(fault)) {
                next.add(0, fault);
            }
        });
    }

    /** Whether a claimed fault is still to happen: nobody has healed since. */
    boolean isWanted(Once fault) {
        return read(() -> claimed.contains(fault));
    }

    /** Waits until bytes that have just arrived may pass, or the connection is over. */
    void awaitPassage(Direction direction, BooleanSupplier over) {
        locked(() -> await(direction, latencyNanos.getOrDefault(direction, 0L), over));
    }

    /** How many of the bytes that may pass go at once. */
    int piece(Direction direction) {
        return read(() -> direction == Direction.TO_CLIENT ? dripBytes : Integer.MAX_VALUE);
    }

    /** Waits between two pieces. */
    void awaitNextPiece(Direction direction, BooleanSupplier over) {
        locked(() -> await(direction, dripNanos, over));
    }

    private void await(Direction direction, long nanos, BooleanSupplier over) {
        long begin = System.nanoTime();
        long healsAtBegin = heals;
        while (!over.getAsBoolean()) {
            long left = heals == healsAtBegin ? nanos - (System.nanoTime() - begin) : 0;
            try {
                if (held.contains(direction)) {
                    changed.await();
                } else if (left > 0) {
                    long unused = changed.awaitNanos(left);
                } else {
                    return;
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private <T> T read(Supplier<T> question) {
        lock.lock();
        try {
            return question.get();
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }

    private static long nanos(String name, Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative, was " + duration);
        }
        return duration.toNanos();
    }

    /** Which way bytes go. */
    enum Direction {
        TO_SERVER,
        TO_CLIENT
    }

    /** A fault that happens once: after so many bytes of a request, or of the answer to it, the connection ends. */
    static final class Once {
        private final Direction direction;
        private final byte[] pattern;
        private final int afterBytes;
        private final boolean reset;

        /** An empty pattern is part of every request. */
        Once(Direction direction, byte[] pattern, int afterBytes, boolean reset) {
            this.direction = direction;
            this.pattern = pattern;
            this.afterBytes = afterBytes;
            this.reset = reset;
        }

        Direction direction() {
            return direction;
        }

        int afterBytes() {
            return afterBytes;
        }

        /** Whether the end is a reset; else it is an end in good order. */
        boolean isReset() {
            return reset;
        }
    }
}
