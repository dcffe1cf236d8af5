// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link RecycledRequestTests} on Jetty. */
final class JettyRecycledRequestTest extends RecycledRequestTests {
    @Override
    TestContainer.Kind kind() {
        return JettyContainer::start;
    }
}
