// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.heap;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import org.openjdk.jol.info.GraphLayout;

/**
 * A process of its own: fills one way of keeping sessions and prints what one session weighs, by two scales.
 *
 * <p>First the used heap after forced collections, before and after. Then, on a small sample, the sum of the sizes of all
 * objects that can be reached, by JOL.
 */
final class HeapScale {
    private static final int COLLECTIONS = 5;
    private static final int FIRST = 1_000;

    private HeapScale() {}

    /**
     * Prints {@code used reachable}, in bytes for each session.
     *
     * @param arguments the kind, how many sessions, how many in the sample for JOL
     */
    public static void main(String[] arguments) throws Exception {
        SessionsKind kind = SessionsKind.valueOf(arguments[0]);
        int sessions = Integer.parseInt(arguments[1]);
        int sample = Integer.parseInt(arguments[2]);
        double used = used(kind.start(), sessions); // first, in a heap that holds nothing else
        double reachable = reachable(kind.start(), sample);
        System.out.printf("%n%.1f %.1f%n", used, reachable);
        System.exit(0);
    }

    private static double used(Sessions subject, int sessions) throws Exception {
        fill(subject, 0, FIRST);
        long before = usedAfterCollection();
        fill(subject, FIRST, sessions);
        long after = usedAfterCollection();
        requireAll(subject, sessions);
        return (after - before) / (double) (sessions - FIRST);
    }

    private static double reachable(Sessions subject, int sample) throws Exception {
        fill(subject, 0, FIRST);
        long before = GraphLayout.parseInstance(subject.root()).totalSize();
        fill(subject, FIRST, sample);
        long after = GraphLayout.parseInstance(subject.root()).totalSize();
        requireAll(subject, sample);
        return (after - before) / (double) (sample - FIRST);
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
