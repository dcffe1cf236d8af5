// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

/** The contract of stores on PostgreSQL with a change feed. */
class TellingPostgresStoreContractTest extends JdbcStoreContract {

    @Override
    TestDatabase database() {
        return Databases.postgres();
    }

    @Override
    JdbcStore.Builder configure(JdbcStore.Builder builder) {
        return builder.changeFeed();
    }
}
