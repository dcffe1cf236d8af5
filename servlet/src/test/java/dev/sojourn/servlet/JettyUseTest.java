// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link UseTests} on Jetty. */
final class JettyUseTest extends UseTests {
    @Override
    TestContainer.Kind kind() {
        return JettyContainer::start;
    }
}
