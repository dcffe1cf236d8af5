// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import org.junit.jupiter.api.Tag;

/** {@link ExclusiveTests} on Undertow. */
@Tag("servlet-6.0")
final class UndertowExclusiveTest extends ExclusiveTests {
    @Override
    TestContainer.Kind kind() {
        return UndertowContainer::start;
    }
}
