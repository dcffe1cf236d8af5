// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link HttpSessionTests} on Jetty. */
final class JettyHttpSessionTest extends HttpSessionTests {
    @Override
    TestContainer.Kind kind() {
        return JettyContainer::start;
    }
}
