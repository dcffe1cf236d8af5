// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RequiresTest {

    @Test
    void what_is_there_is_given() {
        assertEquals("chromium", Requires.orSkip(Optional.of("chromium"), "no browser"));
    }

    @Test
    void continuous_integration_is_named_by_its_variable() {
        assertTrue(Requires.isContinuousIntegration("true"));
        assertFalse(Requires.isContinuousIntegration("false"));
        assertFalse(Requires.isContinuousIntegration(""));
        assertFalse(Requires.isContinuousIntegration(null));
    }
}
