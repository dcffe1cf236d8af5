// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

import dev.sojourn.testkit.history.Violation.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * No acknowledged increment is lost, none is applied twice, and no answer is older than what was known.
 *
 * <p>The bounds of a sighting come from the increments alone, and from each earlier sighting and the increments since. They are
 * sound: whatever order the system chose within the spans, a correct count lies between them. They are not complete: of
 * increments under way during the whole time between two sightings, the second bound assumes that the first sighting had them.
 */
final class CountRule {
    private static final int MOST_INCREMENTS_SHOWN = 3;

    private final SessionStory story;
    private final long staleNanos;
    private final List<Operation> certain;
    private final List<Operation> possible;
    private final long[] certainFrom;
    private final long[] certainTo;
    private final long[] possibleFrom;
    private final long[] possibleUntil;

    private @Nullable Operation highest;
    private @Nullable Operation bestFloor;
    private @Nullable Operation bestCeiling;

    CountRule(SessionStory story, long staleNanos) {
        this.story = story;
        this.staleNanos = staleNanos;
        this.certain = story.certainIncrements();
        this.possible = story.possibleIncrements();
        this.certainFrom = sorted(certain, increment -> increment.span().from());
        this.certainTo = sorted(certain, increment -> increment.span().to());
        this.possibleFrom = sorted(possible, increment -> increment.span().from());
        this.possibleUntil = sorted(possible, Operation::latestEffect);
    }

    void check(Findings findings) {
        List<Operation> sightings = story.sightingsInLife().toList();
        List<Operation> byEnd = sightings.stream()
                .sorted(Comparator.comparingLong(sighting -> sighting.span().to()))
                .toList();
        List<Missing> missing = new ArrayList<>();
        Set<Operation> wrong = new HashSet<>();
        int known = 0;
        for (Operation sighting : sightings) {
            for (; byEnd.get(known).span().to() < since(sighting); known++) {
                // What is wrong itself proves nothing about others.
                if (!wrong.contains(byEnd.get(known))) {
                    learn(byEnd.get(known));
                }
            }
            Bound floor = floor(sighting);
            Bound ceiling = ceiling(sighting);
            if (sighting.seen().visits() < floor.value) {
                missing.add(new Missing(sighting, floor, ceiling.value - begun(sighting)));
                wrong.add(sighting);
            } else if (sighting.seen().visits() > ceiling.value) {
                findings.add(tooHigh(sighting, ceiling));
                wrong.add(sighting);
            }
        }
        NavigableMap<Long, Long> completeness = completeness(sightings, wrong);
        missing.forEach(one -> findings.add(one.violation(completeness), one.mayBeReplication()));
    }

    /** From each moment on: how near to all that had been asked for the best later answer is. */
    private NavigableMap<Long, Long> completeness(List<Operation> sightings, Set<Operation> wrong) {
        NavigableMap<Long, Long> best = new TreeMap<>();
        long bestSoFar = Long.MIN_VALUE;
        for (int at = sightings.size() - 1; at >= 0; at--) {
            Operation sighting = sightings.get(at);
            if (!wrong.contains(sighting)) {
                bestSoFar = Math.max(bestSoFar, sighting.seen().visits() - begun(sighting));
                best.put(sighting.span().from(), bestSoFar);
            }
        }
        return best;
    }

    /** An answer may be as old as this. */
    private long since(Operation sighting) {
        return sighting.span().from() - staleNanos;
    }

    private void learn(Operation sighting) {
        if (highest == null || sighting.seen().visits() > highest.seen().visits()) {
            highest = sighting;
        }
        if (bestFloor == null || floorValue(sighting) > floorValue(bestFloor)) {
            bestFloor = sighting;
        }
        if (bestCeiling == null || ceilingValue(sighting) < ceilingValue(bestCeiling)) {
            bestCeiling = sighting;
        }
    }

    /** What an earlier sighting says about the floor of later ones, when the certain increments until then are added. */
    private long floorValue(Operation earlier) {
        return earlier.seen().visits() - upTo(certainFrom, earlier.span().to());
    }

    /** What an earlier sighting says about the ceiling of later ones, when the possible increments until then are added. */
    private long ceilingValue(Operation earlier) {
        return earlier.seen().visits() - upTo(possibleUntil, since(earlier));
    }

    private Bound floor(Operation sighting) {
        long certainBefore = upTo(certainTo, since(sighting) - 1);
        Bound floor = new Bound(certainBefore, null);
        if (bestFloor != null) {
            floor = floor.orHigher(certainBefore + floorValue(bestFloor), bestFloor);
        }
        return highest == null ? floor : floor.orHigher(highest.seen().visits(), highest);
    }

    private Bound ceiling(Operation sighting) {
        Bound ceiling = new Bound(begun(sighting), null);
        return bestCeiling == null
                ? ceiling
                : ceiling.orLower(begun(sighting) + ceilingValue(bestCeiling), bestCeiling);
    }

    /** How many increments had been asked for when the answer came. */
    private long begun(Operation sighting) {
        return upTo(possibleFrom, sighting.span().to());
    }

    private Violation tooHigh(Operation sighting, Bound ceiling) {
        String why = "visits can be at most " + ceiling.value + " and was "
                + sighting.seen().visits() + ": "
                + begun(sighting) + " increments had been asked for when the answer came"
                + ceiling.since();
        return new Violation(Kind.REPEATED_INCREMENT, story.label(), why, evidence(possible, sighting, ceiling));
    }

    private List<Operation> evidence(List<Operation> increments, Operation sighting, Bound bound) {
        List<Operation> before = increments.stream()
                .filter(increment -> increment.span().to() < sighting.span().from())
                .toList();
        List<Operation> evidence = new ArrayList<>();
        if (bound.from != null) {
            evidence.add(bound.from);
        }
        evidence.addAll(before.subList(Math.max(0, before.size() - MOST_INCREMENTS_SHOWN), before.size()));
        evidence.removeIf(sighting::equals);
        evidence.add(sighting);
        return evidence.stream().distinct().toList();
    }

    private static long[] sorted(List<Operation> operations, ToLongFunction<Operation> moment) {
        return operations.stream().mapToLong(moment).sorted().toArray();
    }

    /** How many of the sorted moments are not after this one. */
    private static long upTo(long[] moments, long moment) {
        int low = 0;
        int high = moments.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (moments[middle] <= moment) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * A bound, and the earlier sighting that it comes from; none if it comes from increments alone.
     *
     * @param value the number of visits
     * @param from the sighting
     */
    private record Bound(long value, @Nullable Operation from) {

        Bound orHigher(long other, Operation itsSource) {
            return other > value ? new Bound(other, itsSource) : this;
        }

        Bound orLower(long other, Operation itsSource) {
            return other < value ? new Bound(other, itsSource) : this;
        }

        String since() {
            return from == null ? "" : "; and visits was " + from.seen().visits() + " before";
        }
    }

    /** A sighting that shows too little. */
    private final class Missing {
        private final Operation sighting;
        private final Bound floor;
        private final long notHappened;

        /** With the difference between what can have happened until then and what had been asked for: negative or 0. */
        Missing(Operation sighting, Bound floor, long notHappened) {
            this.sighting = sighting;
            this.floor = floor;
            this.notHappened = notHappened;
        }

        Violation violation(NavigableMap<Long, Long> completeness) {
            String why = "visits must be at least " + floor.value + " and was "
                    + sighting.seen().visits() + ": " + upTo(certainTo, since(sighting) - 1)
                    + " increments had been acknowledged before" + floor.since();
            return new Violation(
                    isShownLater(completeness) ? Kind.STALE_READ : Kind.LOST_INCREMENT,
                    story.label(),
                    why,
                    evidence(certain, sighting, floor));
        }

        /** Whether a later answer shows so much that what is missing here must be among it. */
        private boolean isShownLater(NavigableMap<Long, Long> completeness) {
            Map.Entry<Long, Long> later =
                    completeness.higherEntry(sighting.span().to());
            return later != null && later.getValue() > notHappened - deficit();
        }

        private long deficit() {
            return floor.value - sighting.seen().visits();
        }

        /** Whether no more is missing than was written when there was a fault. */
        boolean mayBeReplication() {
            long atRisk = possible.stream()
                    .filter(increment ->
                            increment.span().from() < sighting.span().to())
                    .filter(story::mayBeLost)
                    .count();
            return deficit() <= atRisk;
        }
    }
}
