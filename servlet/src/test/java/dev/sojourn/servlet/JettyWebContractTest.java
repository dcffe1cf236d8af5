// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link ServletWebContract} on Jetty. */
final class JettyWebContractTest extends ServletWebContract {
    @Override
    TestContainer.Kind kind() {
        return JettyContainer::start;
    }
}
