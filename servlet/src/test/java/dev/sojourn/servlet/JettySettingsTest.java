// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link SettingsTests} on Jetty. */
final class JettySettingsTest extends SettingsTests {
    @Override
    TestContainer.Kind kind() {
        return JettyContainer::start;
    }
}
