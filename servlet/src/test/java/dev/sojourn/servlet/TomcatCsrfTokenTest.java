// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link CsrfTokenTests} on Tomcat. */
final class TomcatCsrfTokenTest extends CsrfTokenTests {
    @Override
    TestContainer.Kind kind() {
        return TomcatContainer::start;
    }
}
