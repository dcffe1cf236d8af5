// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import com.github.benmanes.caffeine.cache.Expiry;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;

/**
 * Says how long each entry lives: until exactly the end that its record names.
 *
 * <p>Reckoned from the time that the cache passes in and not from another look at the clock: the end comes out the same to the
 * nanosecond however long the call takes.
 */
final class RecordExpiry implements Expiry<SessionKey, SessionRecord> {

    @Override
    public long expireAfterCreate(SessionKey key, SessionRecord record, long now) {
        return Math.max(0, ClockTicker.nanosOf(record.expiresAt()) - now);
    }

    @Override
    public long expireAfterUpdate(SessionKey key, SessionRecord record, long now, long remaining) {
        return expireAfterCreate(key, record, now);
    }

    /** A look-up alone prolongs nothing: use is what the manager calls a touch. */
    @Override
    public long expireAfterRead(SessionKey key, SessionRecord record, long now, long remaining) {
        return remaining;
    }
}
