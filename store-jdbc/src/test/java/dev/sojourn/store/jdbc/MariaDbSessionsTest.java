// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

/** What the manager promises, on MariaDB. */
class MariaDbSessionsTest extends JdbcSessionsContract {

    @Override
    TestDatabase database() {
        return Databases.mariaDb();
    }
}
