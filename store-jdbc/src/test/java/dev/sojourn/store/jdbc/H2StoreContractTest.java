// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

/** The contract of stores on H2 in memory. */
class H2StoreContractTest extends JdbcStoreContract {

    @Override
    TestDatabase database() {
        return Databases.h2();
    }
}
