// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link DispatchTests} on Tomcat. */
final class TomcatDispatchTest extends DispatchTests {
    @Override
    TestContainer.Kind kind() {
        return TomcatContainer::start;
    }
}
