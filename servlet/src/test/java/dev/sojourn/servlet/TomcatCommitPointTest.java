// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link CommitPointTests} on Tomcat. */
final class TomcatCommitPointTest extends CommitPointTests {
    @Override
    TestContainer.Kind kind() {
        return TomcatContainer::start;
    }
}
