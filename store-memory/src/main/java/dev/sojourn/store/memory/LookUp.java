// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.StoreUnavailableException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * One question to the store: what the near cache knew when it was asked, and the answer, for which several threads may wait.
 * Thread-safe.
 */
final class LookUp {
    private final SessionKey key;
    private final long changesBefore;
    private final Epoch epoch;
    private final Instant asked;
    private final CompletableFuture<Optional<SessionRecord>> answer = new CompletableFuture<>();

    LookUp(SessionKey key, long changesBefore, Epoch epoch, Instant asked) {
        this.key = key;
        this.changesBefore = changesBefore;
        this.epoch = epoch;
        this.asked = asked;
    }

    SessionKey key() {
        return key;
    }

    /** How many changes had been heard of when the store was asked. */
    long changesBefore() {
        return changesBefore;
    }

    Epoch epoch() {
        return epoch;
    }

    Instant asked() {
        return asked;
    }

    void answered(Optional<SessionRecord> found) {
        answer.complete(found);
    }

    void failed(RuntimeException problem) {
        answer.completeExceptionally(problem);
    }

    /** There will be no answer: whoever waits must ask for itself. Without effect after an answer or a failure. */
    void givenUp() {
        answer.cancel(false);
    }

    /**
     * Waits for the answer of the thread that asks.
     *
     * @throws CancellationException if it gave up
     * @throws StoreUnavailableException if this thread was interrupted meanwhile
     */
    Optional<SessionRecord> await() {
        try {
            return answer.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted while waiting for the session store", interrupted);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException problem
                    ? problem
                    : new IllegalStateException("only runtime exceptions are handed on", failed);
        }
    }
}
