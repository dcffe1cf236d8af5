// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.servers.RedisServer;
import dev.sojourn.servers.SharedRedis;
import dev.sojourn.store.SessionStore;
import dev.sojourn.testkit.model.SessionModelContract;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;

/** Random programs on two connections to one Redis. */
class RedisStoreModelTest extends SessionModelContract {
    private final RedisServer server = SharedRedis.get();

    @BeforeEach
    void flush() {
        server.flush();
    }

    @Override
    protected SessionStore connect(InstantSource clock) {
        return RedisStore.builder()
                .uri(server.uri())
                .clock(clock)
                .withoutStartReport()
                .build();
    }

    @Override
    protected int sequences() {
        return 100;
    }
}
