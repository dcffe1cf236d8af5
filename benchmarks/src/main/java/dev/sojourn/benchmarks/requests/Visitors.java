// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.requests;

import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Who comes next, for one thread: any of the sessions, all equally likely. */
@State(Scope.Thread)
public class Visitors {
    /** How many sessions there are. */
    static final int SESSIONS = 100_000;

    private final SplittableRandom random = new SplittableRandom();

    /** The number of the session whose request comes next. */
    int next() {
        return random.nextInt(SESSIONS);
    }

    /** A value to write, which is hardly ever the one that is there. */
    Integer value() {
        return random.nextInt();
    }
}
