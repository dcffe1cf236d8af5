// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

/** The contract of stores on MariaDB. */
class MariaDbStoreContractTest extends JdbcStoreContract {

    @Override
    TestDatabase database() {
        return Databases.mariaDb();
    }
}
