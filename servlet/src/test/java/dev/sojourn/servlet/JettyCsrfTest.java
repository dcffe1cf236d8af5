// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link CsrfTests} on Jetty. */
final class JettyCsrfTest extends CsrfTests {
    @Override
    TestContainer.Kind kind() {
        return JettyContainer::start;
    }
}
