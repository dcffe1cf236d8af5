// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import dev.sojourn.servers.Await;
import dev.sojourn.store.SessionStore;
import dev.sojourn.store.memory.NearCache;
import java.time.Duration;
import java.time.InstantSource;

/** {@link RedisWebContract} on a single server, behind a near cache: look-ups are answered from copies. */
final class JettyOnNearCacheWebContractTest extends JettyOnRedisWebContractTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Override
    SessionStore newStore(String name, InstantSource time) {
        NearCache cache = NearCache.builder(redis(name, time)).build();
        Await.until("the near cache is told of changes", PATIENCE, () -> cache.statistics()
                .flowing());
        return cache;
    }
}
