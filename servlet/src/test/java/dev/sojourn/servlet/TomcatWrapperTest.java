// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link WrapperTests} on Tomcat. */
final class TomcatWrapperTest extends WrapperTests {
    @Override
    TestContainer.Kind kind() {
        return TomcatContainer::start;
    }
}
