// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link DatabaseWebContract} in PostgreSQL. */
final class JettyOnPostgresWebContractTest extends DatabaseWebContract {

    @Override
    TestDatabase database() {
        return TestDatabase.postgres();
    }
}
