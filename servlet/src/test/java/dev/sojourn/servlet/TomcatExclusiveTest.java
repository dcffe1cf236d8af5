// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link ExclusiveTests} on Tomcat. */
final class TomcatExclusiveTest extends ExclusiveTests {
    @Override
    TestContainer.Kind kind() {
        return TomcatContainer::start;
    }
}
