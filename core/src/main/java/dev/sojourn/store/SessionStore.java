// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store;

import java.time.Instant;
import java.util.Optional;

/**
 * Where sessions live: five verbs over an immutable record.
 *
 * <p>This is all that someone who brings a new store has to write; what users enjoy stands above it, once. More can be
 * offered by implementing {@link PrincipalIndex}, {@link Browsable}, {@link Expiring}, {@link ConfirmedEnds}, {@link ChangeFeed},
 * {@link Caching} and {@link Locking}; a store whose records travel with the client implements {@link CarriedRecords}.
 * The contract is executable: {@code SessionStoreContract} in the test kit has a test for each rule.
 *
 * <p>All methods are thread-safe and may block on the network. None ever answers "no such session" because the store is in
 * trouble: trouble is a {@link StoreUnavailableException}. A session past its {@link SessionRecord#expiresAt()} is as good as
 * deleted for every verb; stores decide that by their own clock and callers check again by theirs.
 */
public interface SessionStore extends AutoCloseable {

    /**
     * Stores a new session if its key is free.
     *
     * @return false if the key is taken, and nothing was written
     * @throws StoreUnavailableException if the outcome is unknown
     */
    boolean create(SessionRecord record);

    /**
     * The session of this key as it is now, or as it was a moment ago where the store is {@link Caching}.
     *
     * @throws StoreUnavailableException if the store did not answer
     * @throws UnreadableRecordException if there is a record that this version of the library cannot read
     */
    Optional<SessionRecord> find(SessionKey key);

    /**
     * Replaces the stored session if it still has the expected version.
     *
     * <p>The stored last access never moves back: the later of the stored and the given one is kept. The entry lives until
     * {@link SessionRecord#expiresAt()} of what is then stored.
     *
     * @param next the record to store; its version is {@code expectedVersion + 1}
     * @return {@link SaveResult.Saved}, {@link SaveResult.Conflict} if another writer was first, or {@link SaveResult.Gone}
     *     if there is no such session (any more): a save never creates
     * @throws StoreUnavailableException if the outcome is unknown: look up again before repeating
     */
    SaveResult save(SessionRecord next, long expectedVersion);

    /**
     * Moves the last access, and with it the end by idleness, forward; never back. The version stays.
     *
     * @return false if there is no such session (any more): a touch never revives
     * @throws StoreUnavailableException if the outcome is unknown; repeating is harmless
     */
    boolean touch(SessionKey key, Instant lastAccessed);

    /**
     * Ends the session.
     *
     * @return whether this very call ended it: of many callers, exactly one is told true
     * @throws StoreUnavailableException if the outcome is unknown; repeating is harmless
     */
    boolean delete(SessionKey key);

    /**
     * Whether records stay in this process's heap, object for object.
     *
     * <p>Then live objects can be attributes, and a touch costs nothing, so that it is made on every use. False by default.
     */
    default boolean keepsReferences() {
        return false;
    }

    /**
     * What this store can do beyond the verbs of this interface, if it can: one of the optional interfaces beside this one.
     *
     * <p>Asked for a {@link java.time.InstantSource}, a store that several nodes share may answer with the clock by which it
     * ends sessions: then all nodes go by one clock, whatever their own show.
     *
     * <p>By default the store itself, if it implements the interface. A store that stands before another one, as a cache
     * does, answers for the one behind it, and stands before what ends sessions there as well: {@link
     * PrincipalIndex#deleteByPrincipal} and {@link Browsable#clear}. Always the same answer.
     */
    default <T> Optional<T> capability(Class<T> type) {
        return type.isInstance(this) ? Optional.of(type.cast(this)) : Optional.empty();
    }

    /** Lets go of connections and threads; harmless when repeated. What is stored stays stored where the store can. */
    @Override
    void close();
}
