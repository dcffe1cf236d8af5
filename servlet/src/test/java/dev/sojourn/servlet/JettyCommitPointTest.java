// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link CommitPointTests} on Jetty. */
final class JettyCommitPointTest extends CommitPointTests {
    @Override
    TestContainer.Kind kind() {
        return JettyContainer::start;
    }
}
