// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

/** Random programs on MariaDB. */
class MariaDbModelTest extends JdbcModelContract {

    @Override
    TestDatabase database() {
        return Databases.mariaDb();
    }
}
