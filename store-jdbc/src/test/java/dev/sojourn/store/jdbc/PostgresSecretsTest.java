// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

/** What a PostgreSQL holds opens no session. */
class PostgresSecretsTest extends JdbcSecretsContract {

    @Override
    TestDatabase database() {
        return Databases.postgres();
    }
}
