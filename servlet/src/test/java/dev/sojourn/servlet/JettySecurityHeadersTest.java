// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link SecurityHeadersTests} on Jetty. */
final class JettySecurityHeadersTest extends SecurityHeadersTests {
    @Override
    TestContainer.Kind kind() {
        return JettyContainer::start;
    }
}
