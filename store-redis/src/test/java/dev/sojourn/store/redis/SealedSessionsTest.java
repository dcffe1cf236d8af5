// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

/** Sessions behave with sealed records as everywhere. */
class SealedSessionsTest extends RedisStoreSessionsTest {

    @Override
    RedisStoreBuilder configure(RedisStoreBuilder builder) {
        return builder.records(SealedRecords.encoding());
    }
}
