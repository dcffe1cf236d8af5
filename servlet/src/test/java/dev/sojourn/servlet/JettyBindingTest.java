// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link BindingTests} on Jetty. */
final class JettyBindingTest extends BindingTests {
    @Override
    TestContainer.Kind kind() {
        return JettyContainer::start;
    }
}
