// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.cookie;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.seal.KeyRing;
import dev.sojourn.store.SessionStore;
import dev.sojourn.testkit.SerializingStore;
import dev.sojourn.testkit.SessionManagerContract;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The rules for all stores, as far as they can be kept by sessions that the browser carries and a server remembers. */
@ExtendWith(RulesOfServers.class)
class RememberedCookieSessionsTest extends SessionManagerContract {

    @Override
    protected SessionStore newStore(InstantSource clock) {
        return SealedCookieStore.builder(KeyRing.of(TestKeys.key(1)))
                .clock(clock)
                .maxLength(16_384)
                .revocation(new SerializingStore(clock))
                .build();
    }

    @Test
    void each_exception_is_one_to_a_rule_that_there_is() {
        Set<String> rules = Arrays.stream(getClass().getMethods())
                .map(method -> method.getName())
                .collect(Collectors.toSet());
        RulesOfServers.names().forEach(name -> assertTrue(rules.contains(name), name));
    }
}
