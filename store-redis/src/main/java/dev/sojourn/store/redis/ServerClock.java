// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol;

/**
 * What time it is at the server. Thread-safe.
 *
 * <p>The server is asked a few times, the quickest answer is the most exact, and from there this process's own steady
 * counter goes on: somebody who sets the clock of this machine changes nothing. Before the first answer it is this
 * machine's clock.
 *
 * <p>A later answer only counts if it contradicts: within the uncertainty of the network the clock keeps its pace and
 * does not jitter.
 */
final class ServerClock implements InstantSource {
    private static final int SAMPLES = 5;
    private static final Duration JUMP = Duration.ofSeconds(1);
    private static final long MICROS_PER_MILLI = 1_000;

    private final InstantSource local;
    private volatile @Nullable Reading reading;

    ServerClock(InstantSource local) {
        this.local = local;
    }

    @Override
    public Instant instant() {
        Reading last = reading;
        return last == null ? local.instant() : last.at(System.nanoTime());
    }

    /** Looks at the server's clock. */
    void look(Redis.Server server) {
        Reading best = read(server);
        if (best.contradicts(reading)) {
            for (int sample = 1; sample < SAMPLES; sample++) {
                Reading other = read(server);
                best = other.roundTripNanos < best.roundTripNanos ? other : best;
            }
            reading = best;
        }
    }

    /**
     * Whether this machine's clock and its steady counter have parted since the last look: somebody set the clock, or
     * the machine was asleep, in which case the counter may have stood still.
     */
    boolean isDoubtful() {
        Reading last = reading;
        if (last == null) {
            return true;
        }
        Duration byClock = Duration.between(last.local, local.instant());
        Duration byCounter = Duration.ofNanos(System.nanoTime() - last.atNanos);
        return byClock.minus(byCounter).abs().compareTo(JUMP) > 0;
    }

    /** How far this machine's clock is ahead of the server's. */
    Duration lead() {
        return Duration.between(instant(), local.instant());
    }

    private Reading read(Redis.Server server) {
        long before = System.nanoTime();
        List<?> time = Answers.list(server.call(Command.ofServer(Protocol.Command.TIME)));
        long after = System.nanoTime();
        long millis = Duration.ofSeconds(number(time.get(0)))
                .plusMillis(number(time.get(1)) / MICROS_PER_MILLI)
                .toMillis();
        return new Reading(
                Instant.ofEpochMilli(millis), before + (after - before) / 2, after - before, local.instant());
    }

    private static long number(Object digits) {
        return Long.parseLong(new String((byte[]) digits, StandardCharsets.US_ASCII));
    }

    /**
     * What the server's clock showed.
     *
     * @param atNanos when, by the steady counter
     * @param roundTripNanos how long the answer took: half of it is the uncertainty
     * @param local what this machine's clock showed
     */
    private record Reading(Instant server, long atNanos, long roundTripNanos, Instant local) {

        Instant at(long nanos) {
            return server.plusNanos(nanos - atNanos);
        }

        boolean contradicts(@Nullable Reading earlier) {
            if (earlier == null) {
                return true;
            }
            long uncertain = (roundTripNanos + earlier.roundTripNanos) / 2
                    + Duration.ofMillis(1).toNanos();
            return Duration.between(earlier.at(atNanos), server).abs().compareTo(Duration.ofNanos(uncertain)) > 0;
        }
    }
}
