// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.servers.RedisServer;
import dev.sojourn.servers.SharedRedis;
import dev.sojourn.store.RecordEncoding;
import dev.sojourn.store.SessionStore;
import dev.sojourn.testkit.StoreProbe;
import dev.sojourn.testkit.StoredSecretsContract;
import java.time.InstantSource;
import java.util.List;

/** What a Redis holds opens no session. */
class RedisSecretsTest extends StoredSecretsContract {
    private final RedisServer server = SharedRedis.get();

    @Override
    protected SessionStore newStore(InstantSource clock, RecordEncoding records) {
        server.flush();
        return RedisStore.builder()
                .uri(server.uri())
                .clock(clock)
                .records(records)
                .withoutStartReport()
                .build();
    }

    @Override
    protected StoreProbe probe(SessionStore store) {
        return new RedisContents(List.of(server));
    }
}
