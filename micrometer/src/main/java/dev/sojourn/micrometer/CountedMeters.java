// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.micrometer;

import static dev.sojourn.micrometer.RegisteredMeters.tag;

import dev.sojourn.CommitResult.Outcome;
import dev.sojourn.ConflictPolicy;
import dev.sojourn.NoSessionReason;
import dev.sojourn.SessionCounters;
import dev.sojourn.SessionEvent.Resolution;
import io.micrometer.core.instrument.Tags;
import java.util.function.ToDoubleFunction;

/** What the core counts by itself. All meters are there from the start, with 0, so that a first increase is seen as one. */
final class CountedMeters {
    private final RegisteredMeters meters;
    private final SessionCounters counters;

    private CountedMeters(RegisteredMeters meters, SessionCounters counters) {
        this.meters = meters;
        this.counters = counters;
    }

    static void register(RegisteredMeters meters, SessionCounters counters) {
        CountedMeters counted = new CountedMeters(meters, counters);
        counted.sessions();
        counted.tokens();
        counted.commits();
        counted.conflicts();
    }

    private void sessions() {
        for (ConflictPolicy policy : ConflictPolicy.values()) {
            opened(policy, "token", figures -> figures.opened(policy));
            opened(policy, "create", figures -> figures.created(policy));
            opened(policy, "update", figures -> figures.updated(policy));
        }
    }

    private void opened(ConflictPolicy policy, String by, ToDoubleFunction<SessionCounters> figure) {
        meters.figure(SessionMeter.OPENED, tag("policy", policy).and("by", by), counters, figure);
    }

    private void tokens() {
        for (NoSessionReason reason : NoSessionReason.values()) {
            meters.figure(SessionMeter.REFUSED, tag("reason", reason), counters, figures -> figures.refused(reason));
        }
    }

    private void commits() {
        for (Outcome outcome : Outcome.values()) {
            meters.figure(SessionMeter.COMMITS, tag("outcome", outcome), counters, figures -> figures.commits(outcome));
        }
    }

    private void conflicts() {
        for (ConflictPolicy policy : ConflictPolicy.values()) {
            for (Resolution resolution : Resolution.values()) {
                Tags tags = tag("policy", policy).and(tag("resolution", resolution));
                meters.figure(SessionMeter.CONFLICTS, tags, counters, figures -> figures.conflicts(policy, resolution));
            }
        }
    }
}
