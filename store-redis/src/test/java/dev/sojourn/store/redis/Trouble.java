// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.servers.Await;
import dev.sojourn.store.StoreUnavailableException;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.function.Executable;

/** How calls go wrong in tests, and how they come right again. */
final class Trouble {
    /** The deadline of a call in tests where a server does not answer. */
    static final Duration DEADLINE = Duration.ofMillis(400);

    /** How long a call with that deadline may take on a machine that is busy with something else: far from for ever. */
    static final Duration BOUND = Duration.ofSeconds(5);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Trouble() {}

    /** A store whose calls end soon, and whose breaker stays out of the way. */
    static RedisStoreBuilder impatient(String uri) {
        return RedisStore.builder()
                .uri(uri)
                .withoutStartReport()
                .deadline(DEADLINE)
                .circuitBreaker(Integer.MAX_VALUE, Duration.ofSeconds(1));
    }

    /** The call ends in time with the exception that says "system failed"; its message, which has these words. */
    static String isUnavailable(String words, Executable call) {
        StoreUnavailableException failure =
                assertTimeout(BOUND, () -> assertThrows(StoreUnavailableException.class, call));
        String message = String.valueOf(failure.getMessage());
        assertTrue(message.contains(words), () -> "'" + words + "' should be in: " + message);
        return message;
    }

    /** The first answer, asked for until the store gives one: what recovers, recovers without a restart. */
    static <T> T recovered(Supplier<T> call) {
        Attempt<T> attempt = new Attempt<>(call);
        Await.until("the store works again", PATIENCE, attempt::succeeds, attempt::problem);
        return attempt.answers.get();
    }

    private static final class Attempt<T> {
        private final Supplier<T> call;
        private Supplier<T> answers = () -> {
            throw new IllegalStateException("no answer yet");
        };
        private String problem = "";

        Attempt(Supplier<T> call) {
            this.call = call;
        }

        boolean succeeds() {
            try {
                T answer = call.get();
                answers = () -> answer;
                return true;
            } catch (StoreUnavailableException failure) {
                problem = String.valueOf(failure.getMessage());
                return false;
            }
        }

        String problem() {
            return problem;
        }
    }
}
