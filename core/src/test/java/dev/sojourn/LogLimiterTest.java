// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogLimiterTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final Lines lines = new Lines();
    private final LogLimiter limiter = new LogLimiter(now::get);

    private static final class Lines implements System.Logger {
        private final List<String> written = new ArrayList<>();

        @Override
        public String getName() {
            return "lines";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String text, @Nullable Throwable cause) {
            written.add(level + " " + text);
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, @Nullable String text, @Nullable Object... args) {
            written.add(level + " " + text);
        }
    }

    /** G21-163: one line a minute, which tells how many were held back. */
    @Test
    void one_line_a_minute_passes() {
        for (int second = 0; second < 120; second++) {
            now.set(Instant.EPOCH.plusSeconds(second));
            limiter.warn(lines, "trouble");
        }
        assertEquals(List.of("WARNING trouble", "WARNING trouble (and 59 like it before)"), lines.written);
    }

    /** Fault 13: a clock that is set back does not silence the log for as long. */
    @Test
    void a_clock_set_back_does_not_silence_it() {
        now.set(Instant.EPOCH.plusSeconds(86_400));
        limiter.warn(lines, "one");
        now.set(Instant.EPOCH);
        limiter.warn(lines, "two");
        assertEquals(List.of("WARNING one", "WARNING two"), lines.written);
    }
}
