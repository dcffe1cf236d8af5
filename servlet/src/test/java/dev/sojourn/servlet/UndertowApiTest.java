// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** That the tests on Undertow really see the Servlet API 6.0. */
@Tag("servlet-6.0")
final class UndertowApiTest {

    /** C: Accessor (6.1) does not break class loading on a 6.0 API. */
    @Test
    void this_api_has_no_accessor_and_our_session_does_without() {
        assertThrows(ClassNotFoundException.class, () -> Class.forName("jakarta.servlet.http.HttpSession$Accessor"));
        assertTrue(SessionView.class.getDeclaredMethods().length > 0, "reflection over all its methods works");
    }
}
