// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

class MariaDbStatementCountTest extends StatementCountContract {

    @Override
    TestDatabase database() {
        return Databases.mariaDb();
    }

    @Override
    int statementsOfConflict() {
        return 2;
    }
}
