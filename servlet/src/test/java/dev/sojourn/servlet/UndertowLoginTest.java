// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import org.junit.jupiter.api.Tag;

/** {@link LoginTests} on Undertow. */
@Tag("servlet-6.0")
final class UndertowLoginTest extends LoginTests {
    @Override
    TestContainer.Kind kind() {
        return UndertowContainer::startWithLogin;
    }

    /** It keeps the user in it, without a switch. */
    @Override
    boolean loginMakesTheContainersSession() {
        return true;
    }
}
