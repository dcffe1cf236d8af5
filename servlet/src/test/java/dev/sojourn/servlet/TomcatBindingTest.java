// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link BindingTests} on Tomcat. */
final class TomcatBindingTest extends BindingTests {
    @Override
    TestContainer.Kind kind() {
        return TomcatContainer::start;
    }
}
