// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link ActivationTests} on Tomcat. */
final class TomcatActivationTest extends ActivationTests {
    @Override
    TestContainer.Kind kind() {
        return TomcatContainer::start;
    }
}
