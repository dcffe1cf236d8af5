// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import org.junit.jupiter.api.Tag;

/** {@link BindingTests} on Undertow. */
@Tag("servlet-6.0")
final class UndertowBindingTest extends BindingTests {
    @Override
    TestContainer.Kind kind() {
        return UndertowContainer::start;
    }
}
