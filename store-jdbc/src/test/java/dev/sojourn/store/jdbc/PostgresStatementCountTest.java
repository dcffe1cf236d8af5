// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

class PostgresStatementCountTest extends StatementCountContract {

    @Override
    TestDatabase database() {
        return Databases.postgres();
    }

    @Override
    int statementsOfConflict() {
        return 1;
    }
}
