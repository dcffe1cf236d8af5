// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link LoginTests} on Jetty. */
final class JettyLoginTest extends LoginTests {
    @Override
    TestContainer.Kind kind() {
        return JettyContainer::startWithLogin;
    }
}
