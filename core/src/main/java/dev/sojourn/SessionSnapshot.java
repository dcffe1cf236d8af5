// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.codec.AttributeCodecs;
import dev.sojourn.codec.UnreadableAttributeException;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A session to look at, not to change: in listings and events, also after its end. Immutable and thread-safe.
 *
 * <p>Reading decodes a value anew at each call; what is done to it changes no session.
 */
public final class SessionSnapshot {
    private final SessionRecord record;
    private final AttributeCodecs codecs;
    private final Instant now;

    /** As it is at this moment: values whose own life is over by then are not there. */
    SessionSnapshot(SessionRecord record, AttributeCodecs codecs, Instant now) {
        this.record = record;
        this.codecs = codecs;
        this.now = now;
    }

    /** The public id. */
    public String id() {
        return PublicId.of(record.key(), record.renewals());
    }

    /** The key, by which {@link SessionManager#end} ends it. */
    public SessionKey key() {
        return record.key();
    }

    /** When it was created. */
    public Instant created() {
        return record.created();
    }

    /** When it was last used, as far as the store was told. */
    public Instant lastAccessed() {
        return record.lastAccessed();
    }

    /** When somebody last proved who they are. */
    public Optional<Instant> authenticated() {
        return record.authenticated();
    }

    /** When it ends, or ended, if it is not used any more. */
    public Instant expiresAt() {
        return record.expiresAt();
    }

    /** Who is logged in. */
    public Optional<String> principal() {
        return record.principal();
    }

    /** What {@link Session#describeClient} said of the browser or device: the client's own claim, so escape it. */
    public Optional<String> client() {
        return get(ReservedNames.CLIENT).map(String::valueOf);
    }

    /** Whether this is the session that a request works on: "this device". */
    public boolean isOf(Session session) {
        return session instanceof ActiveSession active
                && active.peek().base().key().equals(record.key());
    }

    /** The names of its attributes, in order; those of this library's own are left out. */
    public SortedSet<String> names() {
        TreeSet<String> names = new TreeSet<>();
        record.attributes().forEach((name, value) -> {
            if (!ReservedNames.isReserved(name) && !value.hasEndedAt(() -> now)) {
                names.add(name);
            }
        });
        return names;
    }

    /** An attribute's value; empty if there is none or it cannot be read. */
    public Optional<Object> get(String name) {
        try {
            return record.attributes()
                    .get(name)
                    .filter(value -> !value.hasEndedAt(() -> now))
                    .map(codecs::decode);
        } catch (UnreadableAttributeException unreadable) {
            return Optional.empty();
        }
    }

    /** What all attributes take, in bytes, as counted by the limits. */
    public long attributeBytes() {
        return record.attributes().size();
    }

    /** The public id only. */
    @Override
    public String toString() {
        return "SessionSnapshot[" + id() + "]";
    }
}
