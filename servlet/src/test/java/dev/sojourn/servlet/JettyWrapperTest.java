// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link WrapperTests} on Jetty. */
final class JettyWrapperTest extends WrapperTests {
    @Override
    TestContainer.Kind kind() {
        return JettyContainer::start;
    }
}
