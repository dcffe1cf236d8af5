// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link UrlTests} on Tomcat. */
final class TomcatUrlTest extends UrlTests {
    @Override
    TestContainer.Kind kind() {
        return TomcatContainer::start;
    }
}
