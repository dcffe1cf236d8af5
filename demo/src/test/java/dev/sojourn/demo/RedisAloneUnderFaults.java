// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import dev.sojourn.servers.RedisServer;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** One Redis on a line that fails, which then stands still for a second. It keeps nothing on disk, so it is not killed. */
final class RedisAloneUnderFaults implements StoreUnderFaults {
    private static final long STILL_NANOS = Duration.ofSeconds(1).toNanos();

    private final RedisServer redis = RedisServer.start();
    private final BrokenLine line = new BrokenLine(redis.port());

    @Override
    public String url() {
        return "redis://127.0.0.1:" + line.port();
    }

    @Override
    public void breakDown() {
        line.fail();
        redis.freeze();
        long end = System.nanoTime() + STILL_NANOS;
        for (long left = STILL_NANOS; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        redis.thaw();
    }

    @Override
    public int faults() {
        return line.faults() + 1;
    }

    @Override
    public void close() {
        line.close();
        redis.close();
    }
}
