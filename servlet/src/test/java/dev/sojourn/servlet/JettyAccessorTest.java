// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link AccessorTests} on Jetty. */
final class JettyAccessorTest extends AccessorTests {
    @Override
    TestContainer.Kind kind() {
        return JettyContainer::start;
    }
}
