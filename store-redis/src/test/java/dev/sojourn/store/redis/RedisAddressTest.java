// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.store.redis.RedisAddress.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where Redis is, as one line of configuration. Covers T27. */
class RedisAddressTest {

    @Test
    void one_server() {
        RedisAddress address = RedisAddress.parse("redis://localhost");

        assertEquals(Kind.SINGLE, address.kind());
        assertEquals(List.of(new Endpoint("localhost", 6379)), address.endpoints());
        assertEquals(0, address.database());
        assertFalse(address.tls());
        assertNull(address.user());
        assertNull(address.password());
        assertEquals("redis://localhost:6379/0", address.toString());
    }

    @Test
    void everything_at_once() {
        RedisAddress address = RedisAddress.parse("rediss://shop:p%40ss%3A+w%2Frd@redis.example.com:7000/3");

        assertTrue(address.tls());
        assertEquals("shop", address.user());
        assertEquals("p@ss:+w/rd", address.password());
        assertEquals(
                new Endpoint("redis.example.com", 7000), address.endpoints().get(0));
        assertEquals(3, address.database());
        assertEquals("rediss://redis.example.com:7000/3", address.toString());
    }

    @Test
    void a_password_may_come_without_a_user() {
        for (String form : List.of("redis://:secret@host", "redis://secret@host", "redis://:secret@host:6379/")) {
            assertNull(RedisAddress.parse(form).user());
            assertEquals("secret", RedisAddress.parse(form).password());
        }
    }

    @Test
    void sentinels_have_a_master() {
        RedisAddress address = RedisAddress.parse("redis-sentinel://secret@one,two:5000/1#main");

        assertEquals(Kind.SENTINEL, address.kind());
        assertEquals(List.of(new Endpoint("one", 26_379), new Endpoint("two", 5000)), address.endpoints());
        assertEquals("main", address.master());
        assertEquals("redis-sentinel://one:26379,two:5000/1#main", address.toString());
    }

    @Test
    void a_cluster_has_some_servers() {
        RedisAddress address = RedisAddress.parse("rediss-cluster://one,[2001:db8::1]:7001,[::1]");

        assertEquals(Kind.CLUSTER, address.kind());
        assertTrue(address.tls());
        assertEquals(
                List.of(new Endpoint("one", 6379), new Endpoint("2001:db8::1", 7001), new Endpoint("::1", 6379)),
                address.endpoints());
        assertEquals("rediss-cluster://one:6379,[2001:db8::1]:7001,[::1]:6379", address.toString());
    }

    @Test
    void whatever_is_wrong_the_password_is_not_told() {
        for (String wrong : List.of(
                "",
                "canary",
                "http://canary@host",
                "redis:canary@host",
                "redis://canary@",
                "redis://canary@host:port",
                "redis://canary@host:0",
                "redis://canary@host:65536",
                "redis://canary@host:6379:6379",
                "redis://canary@host/database",
                "redis://canary@host/1/2",
                "redis://canary@host?timeout=1s",
                "redis://canary@one,two",
                "redis://canary@host#main",
                "redis://can%ary@host",
                "redis-sentinel://canary@one,two",
                "redis-cluster://canary@one,two#main",
                "redis-cluster://canary@one,,two")) {
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> RedisAddress.parse(wrong), wrong);
            assertFalse(String.valueOf(refused.getMessage()).contains("canary"), wrong);
            assertNull(refused.getCause());
        }
    }
}
