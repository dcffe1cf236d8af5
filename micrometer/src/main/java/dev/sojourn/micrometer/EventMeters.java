// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.micrometer;

import static dev.sojourn.micrometer.RegisteredMeters.tag;

import dev.sojourn.EndReason;
import dev.sojourn.SessionEvent;
import dev.sojourn.SessionEvent.RenewalCause;
import dev.sojourn.SessionListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * What only events tell. Of an event nothing is kept but its kind, and what is an enum or a length of time in it.
 *
 * <p>Thread-safe.
 */
final class EventMeters implements SessionListener {
    private final Duration grace;
    private final Map<RenewalCause, Counter> renewed = new EnumMap<>(RenewalCause.class);
    private final Map<EndReason, Counter> ended = new EnumMap<>(EndReason.class);
    private final Counter logins;
    private final Counter staleInGrace;
    private final Counter staleLater;
    private final Counter bindingBroken;
    private final Counter quarantined;
    private final Counter unreadableDeleted;
    private final Counter unreadableKept;
    private final Timer taken;
    private final Timer takenOver;
    private final Timer refused;

    /** A stale token is late if it has been dead for longer than the grace. */
    EventMeters(RegisteredMeters meters, Duration grace) {
        this.grace = grace;
        for (RenewalCause cause : RenewalCause.values()) {
            renewed.put(cause, meters.counter(SessionMeter.RENEWED, tag("cause", cause)));
        }
        for (EndReason reason : EndReason.values()) {
            ended.put(reason, meters.counter(SessionMeter.ENDED, tag("reason", reason)));
        }
        this.logins = meters.counter(SessionMeter.LOGINS, Tags.empty());
        this.staleInGrace = meters.counter(SessionMeter.STALE, Tags.of("late", "false"));
        this.staleLater = meters.counter(SessionMeter.STALE, Tags.of("late", "true"));
        this.bindingBroken = meters.counter(SessionMeter.BINDING_BROKEN, Tags.empty());
        this.quarantined = meters.counter(SessionMeter.QUARANTINED, Tags.empty());
        this.unreadableDeleted = meters.counter(SessionMeter.UNREADABLE, Tags.of("deleted", "true"));
        this.unreadableKept = meters.counter(SessionMeter.UNREADABLE, Tags.of("deleted", "false"));
        this.taken = meters.timer(SessionMeter.TURNS, Tags.of("outcome", "taken"));
        this.takenOver = meters.timer(SessionMeter.TURNS, Tags.of("outcome", "taken_over"));
        this.refused = meters.timer(SessionMeter.TURNS, Tags.of("outcome", "refused"));
    }

    @Override
    public void onEvent(SessionEvent event) {
        if (event instanceof SessionEvent.Renewed renewal) {
            count(renewed, renewal.cause());
        } else if (event instanceof SessionEvent.Ended end) {
            count(ended, end.reason());
        } else if (event instanceof SessionEvent.PrincipalBound) {
            logins.increment();
        } else if (event instanceof SessionEvent.StaleToken stale) {
            (stale.deadFor().compareTo(grace) > 0 ? staleLater : staleInGrace).increment();
        } else if (event instanceof SessionEvent.BindingBroken) {
            bindingBroken.increment();
        } else if (event instanceof SessionEvent.AttributeQuarantined) {
            quarantined.increment();
        } else if (event instanceof SessionEvent.RecordUnreadable unreadable) {
            (unreadable.deleted() ? unreadableDeleted : unreadableKept).increment();
        } else if (event instanceof SessionEvent.TurnTaken turn) {
            (turn.takenOver() ? takenOver : taken).record(turn.waited());
        } else if (event instanceof SessionEvent.TurnRefused turn) {
            refused.record(turn.waited());
        }
    }

    private static <E extends Enum<E>> void count(Map<E, Counter> counters, E constant) {
        Counter counter = counters.get(constant);
        if (counter != null) {
            counter.increment();
        }
    }
}
