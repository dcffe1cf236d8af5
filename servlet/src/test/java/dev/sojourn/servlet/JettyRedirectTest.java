// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link RedirectTests} on Jetty. */
final class JettyRedirectTest extends RedirectTests {
    @Override
    TestContainer.Kind kind() {
        return JettyContainer::start;
    }
}
