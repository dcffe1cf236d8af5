// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Three servers whose requests take turns, while one is killed, one stands still for longer than a lease, and the store and the line to it
 * fail. A short run on Redis; {@code -Ddemo.stores=..} and {@code -Ddemo.seconds=..} as with {@link EachStoreUnderFaultsTest}, from 10
 * seconds on with each server killed and stopped once.
 */
final class ExclusiveUnderFaultsTest {
    private static final int SECONDS = Integer.getInteger("demo.seconds", 2);
    private static final int ROUNDS = SECONDS < 10 ? 1 : 3;

    /** Faults 1 to 5, 8, 16, 17, 26; nobody has what somebody else was told to have alone, and code that relies on that loses nothing. */
    @TestFactory
    Stream<DynamicTest> an_exclusive_session_has_one_owner() {
        return new StoreRun("exclusive-under-faults", Duration.ofSeconds(SECONDS), servers -> servers.exclusive(ROUNDS))
                .tests("redis");
    }
}
