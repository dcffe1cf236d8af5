// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.model;

import dev.sojourn.CommitResult.Outcome;
import dev.sojourn.store.StoreUnavailableException;
import dev.sojourn.testkit.model.ModelSecrets.Worth;
import dev.sojourn.testkit.model.ModelStore.Saving;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What sessions are: how a request is opened, and what its commit leads to. One thread at a time.
 *
 * <p>A commit is one conditional save, repeated on the newer record if another was first. What has ended stays ended, what was asked
 * with a token of before a login does not count, values merge one by one, and steps of {@code add} are never lost.
 */
final class ModelSessions {
    private final ModelRules rules;
    private final ModelStore store;
    private final Map<List<Integer>, Integer> derived = new HashMap<>();
    private final Map<List<Integer>, Long> touches = new HashMap<>();
    private int secrets;
    private int sessions;

    ModelSessions(ModelRules rules, ModelStore store) {
        this.rules = rules;
        this.store = store;
    }

    int newSecret() {
        return ++secrets;
    }

    ModelRequest create(int node) {
        long now = store.now;
        return ModelRequest.created(
                node,
                ++sessions,
                new ModelRecord(newSecret(), now, ModelRules.IDLE.toMillis(), now + ModelRules.ABSOLUTE.toMillis()));
    }

    /** What a secret is worth at this moment; empty if there is no such session. */
    Optional<Worth> worth(int session, int secret) {
        return store.find(session).map(record -> record.secrets.worth(secret, store.now));
    }

    ModelRequest open(int node, int session, int secret) {
        return ModelRequest.opened(node, session, store.find(session).orElseThrow(), secret);
    }

    /** Whether presenting this stale secret ends the session. */
    boolean endsAsStolen(int session, int secret) {
        return rules.endsStolen()
                && store.find(session).orElseThrow().secrets.deadFor(secret, store.now) > ModelRules.GRACE.toMillis()
                && store.delete(session);
    }

    /** A change from outside of a request, which is no use. Whether there is such a session. */
    boolean update(int session, ModelChanges changes) {
        Optional<ModelRecord> present = store.find(session);
        present.ifPresent(record -> {
            ModelRecord next = changes.applyTo(record, ModelRules.ABSOLUTE.toMillis(), store.now);
            if (!next.equals(record)) {
                next.version++;
                Saving unused = store.save(session, next, record.version);
            }
        });
        return present.isPresent();
    }

    /**
     * Commits.
     *
     * @param touched whether the real commit was a touch, where that may be as well: who touched last is remembered in a small table
     */
    Expected commit(ModelRequest request, boolean touched) {
        if (request.ended) {
            return Expected.none(request.endedHere ? Outcome.ENDED : Outcome.UNCHANGED);
        }
        if (!request.stored) {
            return request.kept || !request.changes.isEmpty() ? insert(request) : Expected.none(Outcome.UNCHANGED);
        }
        Optional<ModelRecord> next = next(request, request.base);
        if (next.isEmpty() && rules.readsCopies() && somethingWouldStay(request)) {
            Optional<ModelRecord> newest = store.find(request.session);
            if (newest.isEmpty() || isSuperseded(request, newest.get())) {
                return end(request, newest.isEmpty() ? Outcome.GONE : Outcome.SUPERSEDED);
            }
            request.base = newest.get();
            next = next(request, request.base);
        }
        if (next.isPresent()) {
            return save(request, next.get());
        }
        if (!request.changes.isEmpty()) {
            request.changes = new ModelChanges();
        }
        return touch(request, touched);
    }

    private Expected insert(ModelRequest request) {
        ModelRecord first = request.changes
                .applyTo(request.base, ModelRules.ABSOLUTE.toMillis(), store.now)
                .usedAt(store.now);
        first.secrets = request.base.secrets;
        if (request.inDoubt.isPresent()) {
            // It may be there since an attempt whose answer was lost, or have ended since; nobody knows its token, so
            // another is made.
            boolean unused = store.delete(request.session);
            request.session = ++sessions;
            request.secret = newSecret();
            first.secrets = ModelSecrets.first(request.secret);
        }
        try {
            store.create(request.session, first);
        } catch (StoreUnavailableException unknown) {
            request.doubt(first);
            throw unknown;
        }
        request.goOnFrom(first);
        return with(request, Outcome.CREATED);
    }

    private Expected save(ModelRequest request, ModelRecord firstNext) {
        ModelRecord from = request.base;
        ModelRecord next = firstNext;
        while (true) {
            Saving saving = trySave(request, next, from.version);
            if (saving.saved()) {
                return saved(request, next, Outcome.SAVED);
            }
            if (saving.present().isEmpty()) {
                return end(request, Outcome.GONE);
            }
            from = saving.present().get();
            if (request.isOwnWork(from)) {
                return saved(request, from, Outcome.SAVED);
            }
            if (isSuperseded(request, from)) {
                return end(request, Outcome.SUPERSEDED);
            }
            if (request.mayHoldOwnWork(from) && !request.changes.isRepeatable()) {
                throw new StoreUnavailableException("nobody can tell whether it was done");
            }
            Optional<ModelRecord> again = next(request, from);
            if (again.isEmpty()) {
                return saved(request, from, Outcome.UNCHANGED);
            }
            next = again.get();
        }
    }

    private Saving trySave(ModelRequest request, ModelRecord next, int expectedVersion) {
        try {
            return store.save(request.session, next, expectedVersion);
        } catch (StoreUnavailableException unknown) {
            request.doubt(next);
            throw unknown;
        }
    }

    private Expected saved(ModelRequest request, ModelRecord record, Outcome outcome) {
        if (request.changes.newSecret != 0) {
            request.secret = request.changes.newSecret;
            request.mustSend = true;
        }
        request.goOnFrom(record);
        return with(request, outcome);
    }

    private Expected touch(ModelRequest request, boolean touched) {
        long now = store.now;
        long every = rules.touchEvery(request.base.idle);
        if (request.useWritten || now < request.base.lastAccessed + every) {
            return with(request, Outcome.UNCHANGED);
        }
        List<Integer> byNode = List.of(request.node, request.session);
        boolean another = touches.containsKey(byNode) && now < touches.get(byNode) + every;
        if (another && !touched) {
            request.useWritten = true;
            return with(request, Outcome.UNCHANGED);
        }
        touches.put(byNode, now);
        try {
            if (!store.touch(request.session, now)) {
                return end(request, Outcome.GONE);
            }
        } catch (StoreUnavailableException unimportant) {
            touches.remove(byNode);
            return with(request, Outcome.UNCHANGED);
        }
        request.useWritten = true;
        return with(request, Outcome.TOUCHED);
    }

    /** The record to save on top of this one, if anything differs. */
    private Optional<ModelRecord> next(ModelRequest request, ModelRecord from) {
        long now = store.now;
        ModelRecord next = request.changes.applyTo(from, ModelRules.ABSOLUTE.toMillis(), now);
        boolean stepped = request.changes.newSecret == 0 && stepOfTimer(request, next);
        if (!stepped && next.equals(from)) {
            return Optional.empty();
        }
        next.version++;
        return Optional.of(next.usedAt(now));
    }

    private boolean stepOfTimer(ModelRequest request, ModelRecord record) {
        long now = store.now;
        Worth worth = record.secrets.worth(request.secret, now);
        if (worth == Worth.NEXT) {
            record.secrets = record.secrets.confirmed(now + ModelRules.GRACE.toMillis());
            return true;
        }
        boolean due =
                rules.renewing() && record.secrets.next() == 0 && now >= record.renewed + ModelRules.RENEWAL.toMillis();
        if (worth != Worth.CURRENT || !due) {
            return false;
        }
        int salt = newSecret();
        record.secrets = record.secrets.started(salt, derive(request.secret, salt));
        record.renewals++;
        record.renewed = now;
        return true;
    }

    /** Whether the request's token died by a login or renewal, and not merely by the timer. */
    private boolean isSuperseded(ModelRequest request, ModelRecord newer) {
        boolean leadsThere =
                newer.secrets.salt() != 0 && derive(request.secret, newer.secrets.salt()) == newer.secrets.current();
        return !newer.secrets.worth(request.secret, store.now).opens() && !leadsThere;
    }

    private boolean somethingWouldStay(ModelRequest request) {
        return !request.changes.isEmpty() || request.mustSend || browserSecret(request) != request.sent;
    }

    private int browserSecret(ModelRequest request) {
        ModelSecrets known = request.base.secrets;
        Worth worth = known.worth(request.secret, store.now);
        boolean renewing = worth == Worth.GRACE || (worth == Worth.CURRENT && known.next() != 0);
        if (known.salt() == 0 || !renewing) {
            return request.secret;
        }
        int another = derive(request.secret, known.salt());
        Worth ofAnother = known.worth(another, store.now);
        return ofAnother == Worth.NEXT || ofAnother == Worth.CURRENT ? another : request.secret;
    }

    private Expected with(ModelRequest request, Outcome outcome) {
        int secret = browserSecret(request);
        boolean changed = request.mustSend || secret != request.sent;
        if (changed) {
            request.sent = secret;
            request.mustSend = false;
        }
        return new Expected(outcome, secret, changed);
    }

    private static Expected end(ModelRequest request, Outcome outcome) {
        request.ended = true;
        return Expected.none(outcome);
    }

    /** The same old secret and salt always lead to the same new secret. */
    private int derive(int secret, int salt) {
        return derived.computeIfAbsent(List.of(secret, salt), unknown -> newSecret());
    }
}
