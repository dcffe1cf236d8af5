// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

/** The store keeps the contract with sealed and compressed records, and two keys on the ring. */
class SealedStoreContractTest extends RedisStoreContractTest {

    @Override
    RedisStoreBuilder configure(RedisStoreBuilder builder) {
        return builder.records(SealedRecords.encoding());
    }
}
