// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

/** {@link ServletWebContract} on Tomcat. */
final class TomcatWebContractTest extends ServletWebContract {
    @Override
    TestContainer.Kind kind() {
        return TomcatContainer::start;
    }
}
