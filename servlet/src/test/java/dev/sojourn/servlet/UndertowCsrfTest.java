// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import org.junit.jupiter.api.Tag;

/** {@link CsrfTests} on Undertow. */
@Tag("servlet-6.0")
final class UndertowCsrfTest extends CsrfTests {
    @Override
    TestContainer.Kind kind() {
        return UndertowContainer::start;
    }
}
