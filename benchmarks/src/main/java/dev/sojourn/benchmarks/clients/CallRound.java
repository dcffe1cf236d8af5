// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.clients;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What some threads did in some time.
 *
 * @param cpuMicros user and system time of this whole process for each call, the threads of the client included
 * @param perSecond calls of all threads together
 */
record CallRound(double cpuMicros, double perSecond) {
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_SECOND = 1e9;

    static CallRound run(int threads, int millis, Runnable call) throws InterruptedException, ExecutionException {
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch ready = new CountDownLatch(threads);
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Long>> counts = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                counts.add(executor.submit(() -> {
                    call.run();
                    ready.countDown();
                    start.await();
                    long calls = 0;
                    while (!over.get()) {
                        call.run();
                        calls++;
                    }
                    return calls;
                }));
            }
            ready.await();
            long cpu = PROCESS.getProcessCpuTime();
            long began = System.nanoTime();
            start.countDown();
            Thread.sleep(millis);
            over.set(true);
            long calls = 0;
            for (Future<Long> count : counts) {
                calls += count.get();
            }
            long spent = PROCESS.getProcessCpuTime() - cpu;
            long took = System.nanoTime() - began;
            return new CallRound(spent / NANOS_PER_MICRO / calls, calls * NANOS_PER_SECOND / took);
        } finally {
            executor.shutdownNow();
        }
    }
}
