// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link ListenerTests} on Jetty. */
final class JettyListenerTest extends ListenerTests {
    @Override
    TestContainer.Kind kind() {
        return JettyContainer::start;
    }
}
