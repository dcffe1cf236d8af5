// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until a test moves it. */
final class TestClock implements InstantSource {
    private final AtomicLong millis =
            new AtomicLong(Instant.parse("2026-03-04T05:06:07Z").toEpochMilli());

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis.get());
    }

    void advance(Duration step) {
        millis.addAndGet(step.toMillis());
    }
}
