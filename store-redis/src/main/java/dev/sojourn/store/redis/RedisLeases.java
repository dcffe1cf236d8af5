// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.store.ChangeFeed.Subscription;
import dev.sojourn.store.LeaseResult;
import dev.sojourn.store.Locking;
import dev.sojourn.store.SessionKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Leases in Redis: one list for each session that has an owner, one script for each verb. Thread-safe. */
final class RedisLeases implements Locking {
    private static final long ACQUIRED = 0;
    private static final long TAKEN_OVER = -1;

    private final Redis redis;
    private final KeyNames names;
    private final InstantSource clock;
    private final OfferedLeases offers;
    private final @Nullable Feed feed;

    RedisLeases(Redis redis, KeyNames names, InstantSource clock, OfferedLeases offers, @Nullable Feed feed) {
        this.redis = redis;
        this.names = names;
        this.clock = clock;
        this.offers = offers;
        this.feed = feed;
    }

    @Override
    public LeaseResult acquire(SessionKey key, String owner, Duration length) {
        long answer = call(LeaseScripts.ACQUIRE, key, owner, length);
        return answer == ACQUIRED || answer == TAKEN_OVER
                ? new LeaseResult.Acquired(answer == TAKEN_OVER)
                : new LeaseResult.Waiting(Duration.ofMillis(answer));
    }

    @Override
    public boolean renew(SessionKey key, String owner, Duration length) {
        return call(LeaseScripts.RENEW, key, owner, length) == 1;
    }

    @Override
    public boolean release(SessionKey key, String owner) {
        return call(LeaseScripts.RELEASE, key, owner, Duration.ZERO) == 1;
    }

    /** On a connection of its own; on the application's client there is none, and nothing is told. */
    @Override
    public Subscription subscribe(LeaseListener listener) {
        if (feed == null) {
            return () -> {};
        }
        Subscription flow = feed.subscribe(offers.add(listener));
        return () -> {
            offers.remove(listener);
            flow.close();
        };
    }

    void close() {
        if (feed != null) {
            feed.close();
        }
    }

    private long call(Script script, SessionKey key, String owner, Duration length) {
        List<byte[]> arguments = new ArrayList<>();
        arguments.add(Command.bytes(owner));
        arguments.add(Command.bytes(clock.millis()));
        arguments.add(Command.bytes(length.toMillis()));
        arguments.add(Command.bytes(CLAIM.toMillis()));
        arguments.add(Command.bytes(MEMORY.toMillis()));
        arguments.add(names.offers());
        return Answers.number(redis.call(Command.script(script, names.lease(key), arguments.toArray(new byte[0][]))));
    }
}
