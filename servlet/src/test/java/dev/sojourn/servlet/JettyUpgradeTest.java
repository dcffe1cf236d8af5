// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link UpgradeTests} on Jetty. */
final class JettyUpgradeTest extends UpgradeTests {
    @Override
    TestContainer.Kind kind() {
        return JettyContainer::start;
    }
}
