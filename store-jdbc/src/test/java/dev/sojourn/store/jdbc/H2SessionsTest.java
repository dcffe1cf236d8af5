// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

/** What the manager promises, on H2 in memory. */
class H2SessionsTest extends JdbcSessionsContract {

    @Override
    TestDatabase database() {
        return Databases.h2();
    }
}
