// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

final class RedisSentinelsTest {

    @Test
    void a_replica_becomes_the_master_when_the_master_is_killed() {
        try (RedisSentinels sentinels = RedisSentinels.start(server -> server.password("secret"))) {
            try (RespClient client = sentinels.master().client()) {
                client.send("SET", "name", "value");
                client.send("WAIT", "2", "10000");
            }

            RedisServer killed = sentinels.failover();

            assertNotEquals(killed.port(), sentinels.master().port());
            try (RespClient client = sentinels.master().client()) {
                assertEquals("value", client.send("GET", "name").text());
            }
            sentinels.repair();
            try (RespClient client = killed.client()) {
                assertEquals("value", client.send("GET", "name").text());
                assertEquals(
                        "READONLY",
                        assertThrows(RespException.class, () -> client.send("SET", "name", "other"))
                                .code());
            }
        }
    }
}
