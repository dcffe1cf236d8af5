// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link RedirectTests} on Tomcat. */
final class TomcatRedirectTest extends RedirectTests {
    @Override
    TestContainer.Kind kind() {
        return TomcatContainer::start;
    }
}
