// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link ByteStoreTests} on Tomcat. */
final class TomcatByteStoreTest extends ByteStoreTests {
    @Override
    TestContainer.Kind kind() {
        return TomcatContainer::start;
    }
}
