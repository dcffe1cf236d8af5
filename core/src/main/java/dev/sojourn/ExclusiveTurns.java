// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.store.ChangeFeed.Subscription;
import dev.sojourn.store.LeaseResult;
import dev.sojourn.store.LeaseResult.Acquired;
import dev.sojourn.store.LeaseResult.Waiting;
import dev.sojourn.store.Locking;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.StoreUnavailableException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Gives requests their turns under {@link ConflictPolicy#EXCLUSIVE}: waits for leases, renews them, and gives them back.
 *
 * <p>Waiting is here and not in the stores. Threads of this node wait in the order of arrival; the first of a session is in the
 * store's queue, and asks again when it is called, or when the lease before it has run out. While the store tells no offers, it
 * asks with growing pauses. Thread-safe; starts no thread.
 */
final class ExclusiveTurns implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ExclusiveTurns.class.getName());
    private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);
    private static final int RENEWALS_PER_LENGTH = 3;
    private static final int JITTER_PART = 4;

    private final Settings settings;
    private final TurnQueues queues = new TurnQueues();
    /** Weakly: a request that was lost without giving back its turn must not have it renewed for ever. */
    private final Map<String, WeakReference<ExclusiveTurn>> held = new ConcurrentHashMap<>();

    private final LogLimiter failures;
    private final Runnable beginning;
    private volatile boolean flowing;
    private volatile boolean closed;
    private @Nullable Subscription subscription;

    /** The first turn tells {@code beginning}: from then on {@link #renew} is to be called every second or so. */
    ExclusiveTurns(Settings settings, Runnable beginning) {
        this.settings = settings;
        this.beginning = beginning;
        this.failures = new LogLimiter(settings.clock());
    }

    /**
     * Waits for the turn of a request.
     *
     * @param id the session's public id, for messages
     * @throws SessionBusyException if it does not come in time
     * @throws UnsupportedOperationException if the store has no leases
     */
    ExclusiveTurn take(SessionKey key, String id) {
        Locking leases = settings.capability(Locking.class);
        TurnWaiter waiter = new TurnWaiter(SessionKey.random(settings.random()).text());
        if (!queues.enter(key, waiter)) {
            throw new SessionBusyException("session " + id + " is busy: " + TurnQueues.LONGEST
                    + " of its requests wait for their turn already");
        }
        try {
            return wait(leases, key, waiter)
                    .orElseThrow(() -> new SessionBusyException(
                            "session " + id + " is busy: its other requests did not end within exclusiveWait = "
                                    + settings.policy().exclusiveWait()));
        } catch (InterruptedException interrupted) {
            giveUp(leases, key, waiter.owner());
            Thread.currentThread().interrupt();
            throw new SessionBusyException("interrupted while waiting for a turn of session " + id);
        } catch (StoreUnavailableException unknown) {
            giveUp(leases, key, waiter.owner()); // it may have been given the lease all the same
            throw unknown;
        } finally {
            queues.leave(key, waiter);
        }
    }

    private Optional<ExclusiveTurn> wait(Locking leases, SessionKey key, TurnWaiter waiter)
            throws InterruptedException {
        Duration patience = settings.policy().exclusiveWait();
        Instant latest = settings.now().plus(patience);
        Duration left = waiter.untilFirst(patience);
        Duration pause = FIRST_PAUSE;
        while (!closed && !left.isNegative() && !left.isZero()) {
            Instant asked = settings.now();
            LeaseResult result = leases.acquire(key, waiter.owner(), length());
            if (result instanceof Acquired acquired) {
                ExclusiveTurn turn = new ExclusiveTurn(key, waiter.owner(), acquired.takenOver(), asked.plus(length()));
                return Optional.of(begin(turn));
            }
            if (!settings.now().isBefore(latest)) {
                break;
            }
            listen(leases);
            Duration most = shorter(jittered(((Waiting) result).remaining(), pause), left);
            left = left.minus(waiter.untilCalled(most));
            pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
        }
        giveUp(leases, key, waiter.owner());
        return Optional.empty();
    }

    /** Gives the turn back; harmless when repeated. If the store does not answer, it runs out by itself. */
    void end(ExclusiveTurn turn) {
        if (turn.isEnded()) {
            return;
        }
        turn.ended();
        held.remove(turn.owner());
        giveUp(settings.capability(Locking.class), turn.key(), turn.owner());
        if (!flowing) {
            queues.callFirst(turn.key());
        }
    }

    /** Lets the turn run out, instead of giving it back: who has it next must know that. */
    void abandon(ExclusiveTurn turn) {
        turn.ended();
        held.remove(turn.owner());
    }

    /** Asks the store whether the turn is still the owner's, and prolongs it. */
    boolean isStillHeld(ExclusiveTurn turn) {
        return !turn.isEnded() && !turn.isLost(settings.now()) && renew(turn);
    }

    /** Prolongs those that are due. */
    void renew() {
        Instant soon = settings.now()
                .plus(length().multipliedBy(RENEWALS_PER_LENGTH - 1).dividedBy(RENEWALS_PER_LENGTH));
        held.forEach((owner, reference) -> {
            ExclusiveTurn turn = reference.get();
            if (turn == null) {
                held.remove(owner);
            } else if (!turn.until().isAfter(soon)) {
                tryRenew(turn);
            }
        });
    }

    /** Gives back all turns; who waits gives up. */
    @Override
    public void close() {
        closed = true;
        queues.callAll();
        held.forEach((owner, reference) -> {
            ExclusiveTurn turn = reference.get();
            if (turn != null) {
                end(turn);
            }
        });
        synchronized (this) {
            if (subscription != null) {
                subscription.close();
            }
        }
    }

    /** How many wait here for this session. */
    int waiting(SessionKey key) {
        return queues.length(key);
    }

    private ExclusiveTurn begin(ExclusiveTurn turn) {
        held.put(turn.owner(), new WeakReference<>(turn));
        beginning.run();
        return turn;
    }

    private void tryRenew(ExclusiveTurn turn) {
        try {
            boolean unused = renew(turn);
        } catch (StoreUnavailableException down) {
            failures.warn(LOG, "a request's turn was not renewed: " + down.getMessage());
        }
    }

    private boolean renew(ExclusiveTurn turn) {
        Instant asked = settings.now();
        boolean renewed = settings.capability(Locking.class).renew(turn.key(), turn.owner(), length());
        if (renewed) {
            turn.renewed(asked.plus(length()));
        } else if (!turn.isEnded()) {
            turn.lost();
            held.remove(turn.owner());
        }
        return renewed;
    }

    private void giveUp(Locking leases, SessionKey key, String owner) {
        try {
            boolean unused = leases.release(key, owner);
        } catch (StoreUnavailableException down) {
            failures.warn(LOG, "a request's turn was not given back, and runs out: " + down.getMessage());
        }
    }

    /** From the first wait on: who had to wait once will again, and to connect for each wait costs more than it spares. */
    private synchronized void listen(Locking leases) {
        if (subscription == null) {
            subscription = leases.subscribe(new Offers());
        }
    }

    /** Until the lease runs out while offers are told, else a moment; somewhat longer by chance, so that nodes do not ask together. */
    private Duration jittered(Duration remaining, Duration pause) {
        Duration wait = flowing ? remaining : shorter(remaining, pause);
        long part = Math.max(1, shorter(wait, LONGEST_PAUSE).toMillis() / JITTER_PART);
        return wait.plusMillis(1 + settings.random().nextLong(part));
    }

    private Duration length() {
        return settings.policy().leaseLength();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /** Hears whom leases are offered. */
    private final class Offers implements Locking.LeaseListener {
        @Override
        public void offered(SessionKey key, String owner) {
            queues.call(key, owner);
        }

        /** What was offered before may have been missed. */
        @Override
        public void flowing() {
            flowing = true;
            queues.callAll();
        }

        @Override
        public void interrupted() {
            flowing = false;
            queues.callAll();
        }
    }
}
