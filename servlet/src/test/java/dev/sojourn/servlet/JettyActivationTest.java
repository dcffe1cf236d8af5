// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link ActivationTests} on Jetty. */
final class JettyActivationTest extends ActivationTests {
    @Override
    TestContainer.Kind kind() {
        return JettyContainer::start;
    }
}
