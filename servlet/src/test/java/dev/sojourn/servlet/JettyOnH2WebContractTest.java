// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link DatabaseWebContract} in H2. */
final class JettyOnH2WebContractTest extends DatabaseWebContract {

    @Override
    TestDatabase database() {
        return TestDatabase.h2();
    }
}
