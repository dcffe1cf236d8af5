// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link CsrfTests} on Tomcat. */
final class TomcatCsrfTest extends CsrfTests {
    @Override
    TestContainer.Kind kind() {
        return TomcatContainer::start;
    }
}
