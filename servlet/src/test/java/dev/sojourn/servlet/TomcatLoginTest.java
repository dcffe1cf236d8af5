// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link LoginTests} on Tomcat. */
final class TomcatLoginTest extends LoginTests {
    @Override
    TestContainer.Kind kind() {
        return TomcatContainer::startWithLogin;
    }
}
