// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks;

import java.time.Duration;

/**
 * How long and how often is measured.
 *
 * @param title what the report calls it
 * @param rounds how often all benchmarks are run, each time in new processes and one after the other, so that what disturbs
 *     the machine for a while disturbs all of them alike
 * @param warmups how many iterations are thrown away in each process
 * @param iterations how many count
 * @param iterationMillis how long each is
 * @param heapSessions how many idle sessions are weighed
 * @param loadTime how long each server is under load in each round
 * @param logouts how many sessions are ended to see how fast other nodes know
 * @param sweepRows how many rows the table has that is swept; half of them have ended
 * @param quietReads how long sessions are looked up before and after the sweep
 */
public record Plan(
        String title,
        int rounds,
        int warmups,
        int iterations,
        int iterationMillis,
        int heapSessions,
        Duration loadTime,
        int logouts,
        int sweepRows,
        Duration quietReads) {
    /** What the documents show: about twenty minutes. */
    public static final Plan FULL = new Plan(
            "full", 5, 4, 5, 1_000, 1_000_000, Duration.ofSeconds(4), 20_000, 1_000_000, Duration.ofSeconds(30));

    /** To see that everything runs: less than two minutes. Its figures mean little. */
    public static final Plan QUICK = new Plan(
            "quick, figures mean little",
            1,
            2,
            2,
            500,
            100_000,
            Duration.ofSeconds(1),
            1_000,
            40_000,
            Duration.ofSeconds(2));

    /** The same with another number of rounds, and a title that says so. */
    Plan withRounds(int number) {
        return new Plan(
                title + ", " + number + (number == 1 ? " round" : " rounds"),
                number,
                warmups,
                iterations,
                iterationMillis,
                heapSessions,
                loadTime,
                logouts,
                sweepRows,
                quietReads);
    }
}
