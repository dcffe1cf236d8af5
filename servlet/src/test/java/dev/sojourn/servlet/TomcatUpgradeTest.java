// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link UpgradeTests} on Tomcat. */
final class TomcatUpgradeTest extends UpgradeTests {
    @Override
    TestContainer.Kind kind() {
        return TomcatContainer::start;
    }
}
