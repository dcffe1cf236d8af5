// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

/** The contract of stores on PostgreSQL, with sealed and compressed records and two keys on the ring. */
class SealedPostgresStoreContractTest extends JdbcStoreContract {

    @Override
    TestDatabase database() {
        return Databases.postgres();
    }

    @Override
    JdbcStore.Builder configure(JdbcStore.Builder builder) {
        return builder.records(SealedRecords.encoding());
    }
}
