// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.clients;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;

/** Lettuce as it is meant: one connection that all threads share. */
final class LettuceCaller implements RedisCaller {
    private final RedisClient client;
    private final StatefulRedisConnection<byte[], byte[]> connection;
    private final RedisCommands<byte[], byte[]> commands;
    private String sha = "";

    LettuceCaller(int port) {
        client = RedisClient.create(RedisURI.create("127.0.0.1", port));
        connection = client.connect(ByteArrayCodec.INSTANCE);
        commands = connection.sync();
    }

    @Override
    public void set(byte[] key, byte[] value) {
        String unused = commands.set(key, value);
    }

    @Override
    public byte[] get(byte[] key) {
        return commands.get(key);
    }

    @Override
    public Object save(byte[] key, byte[] expectedVersion, byte[] value) {
        return commands.evalsha(sha, ScriptOutputType.OBJECT, new byte[][] {key}, expectedVersion, value, TTL_MILLIS);
    }

    @Override
    public String load() {
        sha = commands.scriptLoad(SAVE_SCRIPT);
        return sha;
    }

    @Override
    public void close() {
        connection.close();
        client.shutdown();
    }
}
