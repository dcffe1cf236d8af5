// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link DispatchTests} on Jetty. */
final class JettyDispatchTest extends DispatchTests {
    @Override
    TestContainer.Kind kind() {
        return JettyContainer::start;
    }
}
