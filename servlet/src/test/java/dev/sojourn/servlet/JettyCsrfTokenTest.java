// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link CsrfTokenTests} on Jetty. */
final class JettyCsrfTokenTest extends CsrfTokenTests {
    @Override
    TestContainer.Kind kind() {
        return JettyContainer::start;
    }
}
