// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link HttpSessionTests} on Tomcat. */
final class TomcatHttpSessionTest extends HttpSessionTests {
    @Override
    TestContainer.Kind kind() {
        return TomcatContainer::start;
    }
}
