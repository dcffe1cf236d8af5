// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link AccessorTests} on Tomcat. */
final class TomcatAccessorTest extends AccessorTests {
    @Override
    TestContainer.Kind kind() {
        return TomcatContainer::start;
    }
}
