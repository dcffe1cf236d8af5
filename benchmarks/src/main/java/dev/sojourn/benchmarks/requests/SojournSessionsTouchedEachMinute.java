// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.requests;

import dev.sojourn.SessionPolicy;
import java.time.Duration;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Sojourn, told to note the use of a session at most once a minute, as it does by itself with a store on a network. */
@State(Scope.Benchmark)
public class SojournSessionsTouchedEachMinute extends SojournSessions {

    /** Creates the sessions. */
    public SojournSessionsTouchedEachMinute() {
        super(SessionPolicy.builder().touchEvery(Duration.ofMinutes(1)).build());
    }
}
