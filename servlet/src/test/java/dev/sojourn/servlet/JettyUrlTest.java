// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link UrlTests} on Jetty. */
final class JettyUrlTest extends UrlTests {
    @Override
    TestContainer.Kind kind() {
        return JettyContainer::start;
    }
}
