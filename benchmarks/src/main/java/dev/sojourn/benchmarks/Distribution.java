// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The figures of one benchmark, one for each round, in the order of the rounds.
 *
 * @param rounds at least one
 */
public record Distribution(List<Double> rounds) {
    /** Copies the list. */
    public Distribution {
        rounds = List.copyOf(rounds);
    }

    /** The middle one; the mean of the two in the middle if their number is even. */
    public double median() {
        List<Double> sorted = rounds.stream().sorted().toList();
        int size = sorted.size();
        return (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
    }

    /** The smallest one. */
    public double lowest() {
        return rounds.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    /** The largest one. */
    public double highest() {
        return rounds.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    /** Ratios within each round, whose runs were neighbours in time. */
    public Distribution dividedBy(Distribution other) {
        return new Distribution(IntStream.range(0, rounds.size())
                .mapToObj(round -> rounds.get(round) / other.rounds.get(round))
                .toList());
    }

    /** Differences within each round. */
    public Distribution minus(Distribution other) {
        return new Distribution(IntStream.range(0, rounds.size())
                .mapToObj(round -> rounds.get(round) - other.rounds.get(round))
                .toList());
    }
}
