// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.servers.RedisSentinels;
import dev.sojourn.store.SessionStore;
import dev.sojourn.testkit.SessionManagerContract;
import dev.sojourn.testkit.StoreProbe;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Sessions behave behind sentinels as everywhere. */
class SentinelSessionsTest extends SessionManagerContract {
    private static RedisSentinels sentinels;

    @BeforeAll
    static void start() {
        sentinels = RedisSentinels.start();
    }

    @AfterAll
    static void stop() {
        if (sentinels != null) {
            sentinels.close();
        }
    }

    @Override
    protected SessionStore newStore(InstantSource clock) {
        sentinels.master().flush();
        return RedisStore.builder()
                .uri(SentinelStoreContractTest.uri(sentinels))
                .clock(clock)
                .withoutStartReport()
                .build();
    }

    @Override
    protected Optional<StoreProbe> probe(SessionStore store) {
        return Optional.of(new RedisContents(List.of(sentinels.master())));
    }
}
