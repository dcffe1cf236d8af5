// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link DatabaseWebContract} in MariaDB. */
final class JettyOnMariaDbWebContractTest extends DatabaseWebContract {

    @Override
    TestDatabase database() {
        return TestDatabase.mariaDb();
    }
}
