// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import com.github.benmanes.caffeine.cache.Weigher;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;

/** Estimates the heap that a session takes. */
final class SessionWeigher implements Weigher<SessionKey, SessionRecord> {
    /** Record, key, secret, attribute table and the entry in the cache, as measured on a 64-bit JVM. */
    static final int OVERHEAD = 512;

    /** Objects take more than their bytes: a short string has 40 bytes of headers. */
    private static final int OBJECTS_TO_BYTES = 2;

    @Override
    public int weigh(SessionKey key, SessionRecord record) {
        long bytes = OVERHEAD + OBJECTS_TO_BYTES * record.attributes().size();
        return (int) Math.min(Integer.MAX_VALUE, bytes);
    }
}
