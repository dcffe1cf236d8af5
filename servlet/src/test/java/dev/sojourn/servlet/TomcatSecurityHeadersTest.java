// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link SecurityHeadersTests} on Tomcat. */
final class TomcatSecurityHeadersTest extends SecurityHeadersTests {
    @Override
    TestContainer.Kind kind() {
        return TomcatContainer::start;
    }
}
