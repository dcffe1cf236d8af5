// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.security;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jmh.infra.Blackhole;

/** What the benchmark sends is what each guard wants: a refusal would be measured as a very fast request. */
class GuardedSiteTest {
    private static final String CHALLENGE =
            "Today's password is swordfish. I understand instantiating Blackholes directly is dangerous.";

    @ParameterizedTest
    @EnumSource
    void each_guard_lets_its_request_pass(GuardKind guard) {
        GuardedSite site = new GuardedSite();
        site.guard = guard;
        site.create();
        try {
            site.serve(0, new Blackhole(CHALLENGE));
            site.serve(1, new Blackhole(CHALLENGE));
        } finally {
            site.close();
        }
    }
}
