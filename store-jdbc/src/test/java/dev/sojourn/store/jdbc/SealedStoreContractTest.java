// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

/** The contract of stores on H2, with sealed and compressed records and two keys on the ring. */
class SealedStoreContractTest extends JdbcStoreContract {

    @Override
    TestDatabase database() {
        return Databases.h2();
    }

    @Override
    JdbcStore.Builder configure(JdbcStore.Builder builder) {
        return builder.records(SealedRecords.encoding());
    }
}
