// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link ListenerTests} on Tomcat. */
final class TomcatListenerTest extends ListenerTests {
    @Override
    TestContainer.Kind kind() {
        return TomcatContainer::start;
    }
}
