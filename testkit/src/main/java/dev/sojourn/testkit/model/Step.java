// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.model;

import dev.sojourn.testkit.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One step of a program. The numbers choose among what there is when the step is taken, so that a program stays one when steps are
 * left out.
 *
 * @param kind what is done
 * @param who which request or session does it
 * @param what with which name, value, token, user, time or failure
 */
record Step(Kind kind, int who, int what) {
    private static final int NUMBERS = 1_000;
    private static final List<Kind> BY_FREQUENCY = byFrequency();

    /** What can be done, and how often it is among a hundred or so steps. */
    enum Kind {
        CREATE(6),
        OPEN(20),
        GET(12),
        SET(12),
        ADD(14),
        REMOVE(5),
        CLEAR(1),
        LOGIN(4),
        RENEW(3),
        IDLE_TIMEOUT(2),
        INVALIDATE(3),
        COMMIT(22),
        COMMIT_UNHEARD(4),
        COMMIT_FAILING(7),
        INVALIDATE_FAILING(1),
        DROP(3),
        PASS_TIME(9),
        FORGET_COPIES(3),
        UPDATE_OUTSIDE(3),
        END(1),
        END_ALL_OF_USER(1),
        SWEEP(2);

        private final int frequency;

        Kind(int frequency) {
            this.frequency = frequency;
        }
    }

    /** The steps that belong to this seed. */
    static List<Step> program(long seed, int length) {
        Random random = new SeededRandom(seed);
        List<Step> steps = new ArrayList<>();
        for (int step = 0; step < length; step++) {
            Kind kind = BY_FREQUENCY.get(random.nextInt(BY_FREQUENCY.size()));
            steps.add(new Step(kind, random.nextInt(NUMBERS), random.nextInt(NUMBERS)));
        }
        return steps;
    }

    private static List<Kind> byFrequency() {
        List<Kind> kinds = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (int count = 0; count < kind.frequency; count++) {
                kinds.add(kind);
            }
        }
        return List.copyOf(kinds);
    }
}
