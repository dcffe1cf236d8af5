// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link ExclusiveTests} on Jetty. */
final class JettyExclusiveTest extends ExclusiveTests {
    @Override
    TestContainer.Kind kind() {
        return JettyContainer::start;
    }
}
