// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

/** What a MariaDB holds opens no session. */
class MariaDbSecretsTest extends JdbcSecretsContract {

    @Override
    TestDatabase database() {
        return Databases.mariaDb();
    }
}
