// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

/** The contract of stores on PostgreSQL. */
class PostgresStoreContractTest extends JdbcStoreContract {

    @Override
    TestDatabase database() {
        return Databases.postgres();
    }
}
