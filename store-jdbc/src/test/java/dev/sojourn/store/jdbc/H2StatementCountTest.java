// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

class H2StatementCountTest extends StatementCountContract {

    @Override
    TestDatabase database() {
        return Databases.h2();
    }

    @Override
    int statementsOfConflict() {
        return 2;
    }
}
