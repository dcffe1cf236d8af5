// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.heap;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.Locale;
import org.openjdk.jol.info.GraphLayout;

/**
 * A process of its own: fills one way of keeping sessions and prints what one session weighs, by one scale.
 *
 * <p>Each scale has its process, since what a started server keeps is reachable as long as its threads run: JOL would walk
 * through all sessions of the one that was filled before.
 */
enum HeapScale {
    /** The used heap after forced collections, before and after. */
    USED {
        @Override
        double bytesOf(Sessions subject) {
            return usedAfterCollection();
        }
    },
    /** The sum of the sizes of all objects that can be reached, by JOL. */
    REACHABLE {
        @Override
        double bytesOf(Sessions subject) {
            return GraphLayout.parseInstance(subject.root()).totalSize();
        }
    };

    private static final int COLLECTIONS = 5;
    private static final int FIRST = 1_000;

    /** All that is counted, in bytes. */
    abstract double bytesOf(Sessions subject);

    /**
     * Prints how many bytes each session adds.
     *
     * @param arguments the scale, the kind, how many sessions
     */
    public static void main(String[] arguments) throws Exception {
        HeapScale scale = HeapScale.valueOf(arguments[0]);
        Sessions subject = SessionsKind.valueOf(arguments[1]).start();
        double bytes = scale.weigh(subject, Integer.parseInt(arguments[2]));
        System.out.printf(Locale.ROOT, "%n%.1f%n", bytes);
        System.exit(0);
    }

    private double weigh(Sessions subject, int sessions) throws Exception {
        fill(subject, 0, FIRST);
        double before = bytesOf(subject);
        fill(subject, FIRST, sessions);
        double after = bytesOf(subject);
        requireAll(subject, sessions);
        return (after - before) / (sessions - FIRST);
    }

    private static void fill(Sessions subject, int from, int to) throws Exception {
        for (int number = from; number < to; number++) {
            subject.add(number);
        }
    }

    private static long usedAfterCollection() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        for (int time = 0; time < COLLECTIONS; time++) {
            memory.gc();
        }
        return memory.getHeapMemoryUsage().getUsed();
    }

    private static void requireAll(Sessions subject, int sessions) {
        if (subject.count() != sessions) {
            throw new IllegalStateException("holds " + subject.count() + " sessions instead of " + sessions);
        }
    }
}
