// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.model;

import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.testkit.ForwardingStore;
import dev.sojourn.testkit.SerializingStore;
import dev.sojourn.testkit.StoreVerb;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A store with one bug, which the model has to find. One thread at a time. */
final class BuggyStore extends ForwardingStore {
    private final SerializingStore target;
    private final Bug bug;
    private final Map<SessionKey, SessionRecord> copies = new HashMap<>();

    BuggyStore(Bug bug, InstantSource clock) {
        this(bug, new SerializingStore(clock));
    }

    private BuggyStore(Bug bug, SerializingStore target) {
        super(target);
        this.bug = bug;
        this.target = target;
    }

    @Override
    protected <T> T ask(StoreVerb verb, Supplier<T> question) {
        return question.get();
    }

    @Override
    public Optional<SessionRecord> find(SessionKey key) {
        Optional<SessionRecord> found = target.find(key);
        if (bug == Bug.COPY_OLDER_THAN_OWN_WRITE && found.isPresent()) {
            return Optional.of(copies.computeIfAbsent(key, unknown -> found.get()));
        }
        return found;
    }

    @Override
    public SaveResult save(SessionRecord next, long expectedVersion) {
        SaveResult result = target.save(next, expectedVersion);
        if (bug == Bug.SAVE_IS_UNCONDITIONAL && result instanceof SaveResult.Conflict conflict) {
            long present = conflict.newer().version();
            return target.save(next.toBuilder().version(present + 1).build(), present);
        }
        if (bug == Bug.SAVE_REVIVES && result instanceof SaveResult.Gone) {
            return target.create(next) ? SaveResult.SAVED : SaveResult.GONE;
        }
        return result;
    }

    @Override
    public boolean delete(SessionKey key) {
        boolean ended = target.delete(key);
        return switch (bug) {
            case DELETE_CONFIRMED_TWICE -> true;
            case DELETE_NEVER_CONFIRMED -> false;
            default -> ended;
        };
    }

    @Override
    public List<EndedSession> claimEnded(int limit) {
        List<EndedSession> claimed = new ArrayList<>(target.claimEnded(limit));
        if (bug == Bug.END_CLAIMED_TWICE) {
            claimed.addAll(List.copyOf(claimed));
        }
        return bug == Bug.END_NEVER_CLAIMED ? List.of() : claimed;
    }

    /** What is wrong with it. */
    enum Bug {
        NONE,
        SAVE_IS_UNCONDITIONAL,
        SAVE_REVIVES,
        COPY_OLDER_THAN_OWN_WRITE,
        DELETE_CONFIRMED_TWICE,
        DELETE_NEVER_CONFIRMED,
        END_CLAIMED_TWICE,
        END_NEVER_CLAIMED
    }
}
