// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

/** The store keeps the contract behind sentinels with sealed and compressed records, and two keys on the ring. */
class SealedSentinelStoreContractTest extends SentinelStoreContractTest {

    @Override
    RedisStoreBuilder configure(RedisStoreBuilder builder) {
        return builder.records(SealedRecords.encoding());
    }
}
