// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.store.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What Redis answers, as what it should be. */
final class Answers {
    private Answers() {}

    /** An answer among others may be a failure. */
    static @Nullable Object orThrow(@Nullable Object answer) {
        if (answer instanceof StoreUnavailableException failure) {
            throw failure;
        }
        return answer;
    }

    static byte @Nullable [] bytesOrNull(@Nullable Object answer) {
        Object present = orThrow(answer);
        if (present == null) {
            return null;
        }
        if (present instanceof byte[] bytes) {
            return bytes;
        }
        throw unexpected(present);
    }

    static List<?> list(@Nullable Object answer) {
        if (orThrow(answer) instanceof List<?> list) {
            return list;
        }
        throw unexpected(answer);
    }

    static long number(@Nullable Object answer) {
        if (orThrow(answer) instanceof Long number) {
            return number;
        }
        throw unexpected(answer);
    }

    /** Whether {@code ROLE} answered so. */
    static boolean isMaster(@Nullable Object role) {
        return role instanceof List<?> parts
                && !parts.isEmpty()
                && parts.get(0) instanceof byte[] name
                && new String(name, StandardCharsets.US_ASCII).equals("master");
    }

    private static StoreUnavailableException unexpected(@Nullable Object answer) {
        return new StoreUnavailableException("Redis answered something unexpected: "
                + (answer == null ? "nothing" : answer.getClass().getSimpleName()));
    }
}
