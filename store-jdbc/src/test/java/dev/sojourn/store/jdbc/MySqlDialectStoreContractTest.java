// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

/** The contract of stores on MariaDB, spoken to as to MySQL: there is no MySQL to be had from Maven. */
class MySqlDialectStoreContractTest extends JdbcStoreContract {

    @Override
    TestDatabase database() {
        return Databases.mariaDb();
    }

    @Override
    JdbcStore.Builder configure(JdbcStore.Builder builder) {
        return builder.dialect(JdbcDialect.MYSQL);
    }
}
