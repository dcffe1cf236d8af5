// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link ByteStoreTests} on Jetty. */
final class JettyByteStoreTest extends ByteStoreTests {
    @Override
    TestContainer.Kind kind() {
        return JettyContainer::start;
    }
}
