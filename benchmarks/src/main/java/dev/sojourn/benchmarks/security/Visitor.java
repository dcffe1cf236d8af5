// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.security;

import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Who comes next, for one thread: any of the sessions, all equally likely. */
@State(Scope.Thread)
public class Visitor {
    private final SplittableRandom random = new SplittableRandom();

    int next() {
        return random.nextInt(ByteSessions.SESSIONS);
    }

    /** A value to write, which is hardly ever the one that is there. */
    Integer value() {
        return random.nextInt();
    }
}
