// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

/** What the manager promises, on H2 with sealed records. */
class SealedSessionsTest extends JdbcSessionsContract {

    @Override
    TestDatabase database() {
        return Databases.h2();
    }

    @Override
    JdbcStore.Builder configure(JdbcStore.Builder builder) {
        return builder.records(SealedRecords.encoding());
    }
}
