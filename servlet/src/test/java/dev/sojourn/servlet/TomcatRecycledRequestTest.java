// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link RecycledRequestTests} on Tomcat. */
final class TomcatRecycledRequestTest extends RecycledRequestTests {
    @Override
    TestContainer.Kind kind() {
        return TomcatContainer::start;
    }
}
