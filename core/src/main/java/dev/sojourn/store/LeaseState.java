// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The lease of one session and who waits for it, as a value: what {@link Locking} answers, and what is then to be kept.
 *
 * <p>For authors of stores that can replace a value if it is still the one they read, and cannot run code where it is. Immutable and
 * thread-safe. Moments are kept to the millisecond.
 */
public final class LeaseState {
    /** Nobody has the lease or waits for it; as good as nothing kept. */
    public static final LeaseState FREE = new LeaseState(null, 0, false, false, List.of());

    private static final String NOBODY = "-";
    private static final String HELD = "H";
    private static final String OFFERED = "O";
    private static final String OFFERED_AFTER_LOSS = "T";

    private final @Nullable String owner;
    private final long untilMillis;
    private final boolean onlyOffered;
    /** A lease ran out, and nobody has had it since. */
    private final boolean lost;

    private final List<String> waiting;

    private LeaseState(
            @Nullable String owner, long untilMillis, boolean onlyOffered, boolean lost, List<String> waiting) {
        this.owner = owner;
        this.untilMillis = untilMillis;
        this.onlyOffered = onlyOffered;
        this.lost = lost;
        this.waiting = List.copyOf(waiting);
    }

    /**
     * The state that {@link #text()} wrote.
     *
     * @throws IllegalArgumentException for any other text
     */
    public static LeaseState parse(String text) {
        List<String> parts = List.of(text.split(" ", -1));
        if (parts.size() < 3 || !List.of(HELD, OFFERED, OFFERED_AFTER_LOSS).contains(parts.get(0))) {
            throw new IllegalArgumentException("not the text of a lease");
        }
        String owner = parts.get(2).equals(NOBODY) ? null : parts.get(2);
        boolean held = parts.get(0).equals(HELD);
        boolean lost = parts.get(0).equals(OFFERED_AFTER_LOSS);
        return new LeaseState(owner, Long.parseLong(parts.get(1)), !held, lost, parts.subList(3, parts.size()));
    }

    /** The state as ASCII; grows by the length of a name and a space for each that waits. */
    public String text() {
        String kind = lost ? OFFERED_AFTER_LOSS : onlyOffered || owner == null ? OFFERED : HELD;
        StringBuilder text = new StringBuilder(kind).append(' ').append(untilMillis);
        text.append(' ').append(owner == null ? NOBODY : owner);
        waiting.forEach(name -> text.append(' ').append(name));
        return text.toString();
    }

    /** What {@link Locking#acquire} does. */
    public Step<LeaseResult> acquire(String asking, Instant now, Duration length) {
        long moment = now.toEpochMilli();
        if (moment < untilMillis) {
            return asking.equals(owner) ? granted(asking, moment, length) : enqueued(this, asking, moment);
        }
        LeaseState ranOut = new LeaseState(null, moment, true, lost || isHeld(), waiting);
        if (waiting.isEmpty() || waiting.get(0).equals(asking)) {
            return ranOut.granted(asking, moment, length);
        }
        return enqueued(ranOut.offeredToNext(moment), asking, moment);
    }

    /** What {@link Locking#renew} does. */
    public Step<Boolean> renew(String asking, Instant now, Duration length) {
        long moment = now.toEpochMilli();
        return isHeldBy(asking, moment)
                ? new Step<>(new LeaseState(owner, moment + length.toMillis(), false, false, waiting), true, offered())
                : new Step<>(this, false, offered());
    }

    /** What {@link Locking#release} does. */
    public Step<Boolean> release(String asking, Instant now) {
        long moment = now.toEpochMilli();
        if (asking.equals(owner)) {
            LeaseState next = new LeaseState(null, moment, true, lost, waiting).offeredToNext(moment);
            return new Step<>(next, isHeldBy(asking, moment), next.offered());
        }
        return new Step<>(new LeaseState(owner, untilMillis, onlyOffered, lost, without(asking)), false, offered());
    }

    /** Who is offered it, whether or not that is over by now. */
    public Optional<String> offered() {
        return onlyOffered ? Optional.ofNullable(owner) : Optional.empty();
    }

    /** When it runs out, or was given back. */
    public Instant until() {
        return Instant.ofEpochMilli(untilMillis);
    }

    /** Whether nothing is lost if it is not kept any more. */
    public boolean isForgettable(Instant now) {
        boolean free = owner == null && !lost;
        return waiting.isEmpty() && (free || now.toEpochMilli() > untilMillis + Locking.MEMORY.toMillis());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LeaseState that && that.text().equals(text());
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    /** The text. */
    @Override
    public String toString() {
        return text();
    }

    private boolean isHeld() {
        return owner != null && !onlyOffered;
    }

    private boolean isHeldBy(String asking, long moment) {
        return isHeld() && asking.equals(owner) && moment < untilMillis;
    }

    private Step<LeaseResult> granted(String asking, long moment, Duration length) {
        LeaseState next = new LeaseState(asking, moment + length.toMillis(), false, false, without(asking));
        return new Step<>(next, new LeaseResult.Acquired(lost), Optional.empty());
    }

    private static Step<LeaseResult> enqueued(LeaseState from, String asking, long moment) {
        List<String> queue = new ArrayList<>(from.waiting);
        if (!queue.contains(asking)) {
            queue.add(asking);
        }
        LeaseState next = new LeaseState(from.owner, from.untilMillis, from.onlyOffered, from.lost, queue);
        Duration remaining = Duration.ofMillis(from.untilMillis - moment);
        return new Step<>(next, new LeaseResult.Waiting(remaining), next.offered());
    }

    private LeaseState offeredToNext(long moment) {
        return waiting.isEmpty()
                ? this
                : new LeaseState(
                        waiting.get(0),
                        moment + Locking.CLAIM.toMillis(),
                        true,
                        lost,
                        waiting.subList(1, waiting.size()));
    }

    private List<String> without(String name) {
        return waiting.stream().filter(other -> !other.equals(name)).toList();
    }

    /**
     * What one call led to.
     *
     * @param next the state to keep in place of this one, if that is still kept
     * @param answer what the caller is told
     * @param offered who is offered the lease now; to be told if it is another than before
     */
    public record Step<T>(LeaseState next, T answer, Optional<String> offered) {}
}
