// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The long way: three servers on each store, of which one is killed and one stands still for two seconds, before the store and the line
 * to it fail. Each end is to be told, and none twice; {@code -Ddemo.stores=memory,redis,sentinel,cluster,postgresql,mariadb} says which, {@code -Ddemo.seconds=30} how long. What was
 * seen is kept in {@code target}.
 */
@EnabledIfSystemProperty(named = StoreRun.STORES_PROPERTY, matches = ".+")
final class EachStoreUnderFaultsTest {
    private static final Duration DURATION = Duration.ofSeconds(Integer.getInteger("demo.seconds", 24));

    /** Faults 1 to 5, 8, 17, 26, 43; I1, I2 and I5 of the fault model, on each store. */
    @TestFactory
    Stream<DynamicTest> nothing_is_lost_and_nothing_revived() {
        return new StoreRun("each-store-under-faults", DURATION, servers -> servers.withPauses()
                        .withEnds())
                .tests("");
    }
}
