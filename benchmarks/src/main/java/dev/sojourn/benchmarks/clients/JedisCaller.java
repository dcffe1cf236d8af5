// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.clients;

import java.nio.charset.StandardCharsets;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.RedisClient;

/** Jedis with its pool, as large as there are threads. */
final class JedisCaller implements RedisCaller {
    private final RedisClient client;
    private byte[] sha = new byte[0];

    JedisCaller(int port, int threads) {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(threads);
        pool.setMaxIdle(threads);
        client = RedisClient.builder()
                .hostAndPort("127.0.0.1", port)
                .poolConfig(pool)
                .build();
    }

    @Override
    public void set(byte[] key, byte[] value) {
        String unused = client.set(key, value);
    }

    @Override
    public byte[] get(byte[] key) {
        return client.get(key);
    }

    @Override
    public Object save(byte[] key, byte[] expectedVersion, byte[] value) {
        return client.evalsha(sha, 1, key, expectedVersion, value, TTL_MILLIS);
    }

    @Override
    public String load() {
        sha = client.scriptLoad(SAVE_SCRIPT, new byte[] {'k'});
        return new String(sha, StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        client.close();
    }
}
