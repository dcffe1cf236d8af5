// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

/** Random programs on PostgreSQL. */
class PostgresModelTest extends JdbcModelContract {

    @Override
    TestDatabase database() {
        return Databases.postgres();
    }
}
