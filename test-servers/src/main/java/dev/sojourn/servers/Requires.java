// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servers;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * What a test needs from the machine. A test that cannot run is skipped and says why; in continuous integration ({@code
 * CI} is set and not {@code false}), where everything is installed, it fails instead.
 */
public final class Requires {

    private Requires() {}

    /** The value, or the end of the test. The reason says what is missing and how to get it. */
    public static <T> T orSkip(Optional<T> value, String reason) {
        orSkip(value.isPresent(), reason);
        return value.orElseThrow();
    }

    /** Goes on if the condition holds, or ends the test. */
    public static void orSkip(boolean condition, String reason) {
        if (condition) {
            return;
        }
        if (isContinuousIntegration(System.getenv("CI"))) {
            Assertions.fail("cannot run here, and CI is set: " + reason);
        }
        Assumptions.abort(reason);
    }

    static boolean isContinuousIntegration(@Nullable String variable) {
        return variable != null && !variable.isEmpty() && !variable.equals("false");
    }
}
