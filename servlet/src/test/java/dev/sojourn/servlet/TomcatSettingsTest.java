// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link SettingsTests} on Tomcat. */
final class TomcatSettingsTest extends SettingsTests {
    @Override
    TestContainer.Kind kind() {
        return TomcatContainer::start;
    }
}
