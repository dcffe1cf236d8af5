// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link UseTests} on Tomcat. */
final class TomcatUseTest extends UseTests {
    @Override
    TestContainer.Kind kind() {
        return TomcatContainer::start;
    }
}
