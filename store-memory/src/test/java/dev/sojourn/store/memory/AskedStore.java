// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SecretHash;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.SessionStore;
import dev.sojourn.store.TokenSecrets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/**
 * A store with one session, as Lincheck asks it: questions with small numbers, answers as texts. Public, because
 * Lincheck's threads are in another package.
 *
 * <p>This much is looking and saving. It is a class of its own so that random questions to a broken store soon hit the
 * break.
 */
@Param(name = "version", gen = IntGen.class, conf = "1:2")
@Param(name = "minutes", gen = IntGen.class, conf = "1:2")
public abstract class AskedStore {
    private static final Instant NOW = Instant.parse("2026-11-26T00:00:00Z");

    /** Stands still: what ends by time is other tests' matter. */
    static final InstantSource CLOCK = InstantSource.fixed(NOW);

    private static final SessionRecord FIRST = SessionRecord.builder(
                    SessionKey.of(new byte[SessionKey.BYTES]),
                    TokenSecrets.first(SecretHash.of(new byte[SecretHash.BYTES])),
                    NOW)
            .idleTimeout(Optional.of(Duration.ofMinutes(30)))
            .build();

    private final SessionStore store;

    /** With a session in it that nobody has looked at yet. */
    AskedStore(SessionStore store) {
        this.store = store;
        if (!store.create(FIRST)) {
            throw new IllegalStateException("the session did not begin");
        }
    }

    @Operation
    public final String find() {
        return store.find(FIRST.key()).map(AskedStore::text).orElse("none");
    }

    @Operation
    public final String save(@Param(name = "version") int version) {
        SaveResult result =
                store.save(FIRST.toBuilder().version(version + 1).renewals(7).build(), version);
        return result instanceof SaveResult.Conflict conflict
                ? text(conflict.newer())
                : result.getClass().getSimpleName();
    }

    private static String text(SessionRecord record) {
        return "version " + record.version() + (record.renewals() == 7 ? " saved" : " created") + ", used after "
                + Duration.between(NOW, record.lastAccessed()).toMinutes();
    }

    /** All five verbs. */
    public abstract static class AllVerbs extends AskedStore {
        private final SessionStore store;

        AllVerbs(SessionStore store) {
            super(store);
            this.store = store;
        }

        @Operation
        public final boolean create() {
            return store.create(FIRST);
        }

        @Operation
        public final boolean touch(@Param(name = "minutes") int minutes) {
            return store.touch(FIRST.key(), NOW.plus(Duration.ofMinutes(minutes)));
        }

        @Operation
        public final boolean delete() {
            return store.delete(FIRST.key());
        }
    }
}
