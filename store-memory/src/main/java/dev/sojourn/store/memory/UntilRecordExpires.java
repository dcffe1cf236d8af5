// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import com.github.benmanes.caffeine.cache.Expiry;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** Lets each entry live until its record expires; reading alone prolongs nothing. */
final class UntilRecordExpires implements Expiry<SessionKey, SessionRecord> {
    private final InstantSource clock;

    UntilRecordExpires(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public long expireAfterCreate(SessionKey key, SessionRecord record, long now) {
        long millis = record.expiresAtMillis() - clock.instant().toEpochMilli();
        return TimeUnit.MILLISECONDS.toNanos(Math.max(0, millis));
    }

    @Override
    public long expireAfterUpdate(SessionKey key, SessionRecord record, long now, long remaining) {
        return expireAfterCreate(key, record, now);
    }

    @Override
    public long expireAfterRead(SessionKey key, SessionRecord record, long now, long remaining) {
        return remaining;
    }
}
