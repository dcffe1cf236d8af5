// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.http;

import dev.sojourn.servers.RedisServer;
import java.time.Duration;
import java.util.OptionalLong;

/** One Redis on loopback. */
final class RedisBackend implements BackendServer {
    private final RedisServer redis = RedisServer.start();

    @Override
    public String address() {
        return redis.uri();
    }

    @Override
    public Duration processorTime() {
        return ProcessHandle.of(redis.pid())
                .flatMap(handle -> handle.info().totalCpuDuration())
                .orElseThrow();
    }

    /** Not counted: commands within scripts would count like those that are round trips. */
    @Override
    public OptionalLong statements() {
        return OptionalLong.empty();
    }

    @Override
    public void close() {
        redis.close();
    }
}
