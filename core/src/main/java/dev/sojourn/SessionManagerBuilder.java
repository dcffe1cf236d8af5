// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.codec.AttributeCodecs;
import dev.sojourn.store.SessionStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what a {@link SessionManager} needs; made by {@link SessionManager#builder}. Not thread-safe. */
public final class SessionManagerBuilder {
    final SessionStore store;
    final List<SessionListener> queued = new ArrayList<>();
    final List<SessionListener> inline = new ArrayList<>();
    final List<EndListener> confirming = new ArrayList<>();
    SessionPolicy policy = SessionPolicy.defaults();
    AttributeCodecs codecs = AttributeCodecs.standard();
    SigningKeys signing = SigningKeys.NONE;
    SecureRandom random = new SecureRandom();
    private @Nullable InstantSource clock;
    Duration sweepEvery = Duration.ofSeconds(10);
    boolean threads = true;

    SessionManagerBuilder(SessionStore store) {
        this.store = store;
    }

    /** How long sessions live; default {@link SessionPolicy#defaults()}. */
    public SessionManagerBuilder policy(SessionPolicy newPolicy) {
        this.policy = newPolicy;
        return this;
    }

    /** How attributes become bytes; default {@link AttributeCodecs#standard()}. */
    public SessionManagerBuilder codecs(AttributeCodecs newCodecs) {
        this.codecs = newCodecs;
        return this;
    }

    /** The keys that sign tokens; default {@link SigningKeys#NONE}, since the tokens are unguessable by themselves. */
    public SessionManagerBuilder signingKeys(SigningKeys keys) {
        this.signing = keys;
        return this;
    }

    /** Where keys, secrets and salts come from; default a new {@link SecureRandom}. If it fails, no session is made. */
    public SessionManagerBuilder random(SecureRandom source) {
        this.random = source;
        return this;
    }

    /**
     * What time it is; default the store's own clock if it has one, which all nodes share, else the system's.
     *
     * <p>A store has one if {@link SessionStore#capability} knows an {@link InstantSource}.
     */
    public SessionManagerBuilder clock(InstantSource source) {
        this.clock = source;
        return this;
    }

    /** A listener that is told on the events thread, behind a queue of 10,000 events; when that is full they are dropped. */
    public SessionManagerBuilder listener(SessionListener listener) {
        queued.add(listener);
        return this;
    }

    /** A listener that is told at once, on the thread where it happens; it holds up that thread. */
    public SessionManagerBuilder inlineListener(SessionListener listener) {
        inline.add(listener);
        return this;
    }

    /**
     * A listener that misses no end: it is told of each at least once, within the interval of the sweep. See {@link EndListener}.
     *
     * <p>With it, who ends a session writes that into its record instead of deleting it: a save takes the place of the delete, and
     * each end that is told costs an update and a delete more. {@link SessionManager#endAll(String)} ends sessions one by one. What was
     * ended is at rest until it was told. Every node that shares the store must have an end listener, or none: one without takes ends
     * away. {@link SessionManager#clear} tells no ends.
     */
    public SessionManagerBuilder endListener(EndListener listener) {
        confirming.add(listener);
        return this;
    }

    /**
     * How often ended sessions are looked for if somebody listens or the store needs it; at least 1 second, which is also
     * how finely it can be kept; default 10 seconds. Each pause is up to a quarter shorter by chance, so that many nodes
     * that were started together do not sweep together.
     *
     * <p>A node that is behind takes 1,000 at a time and rests in between as long as they took, at most a second, so that
     * requests go on beside it.
     */
    public SessionManagerBuilder sweepEvery(Duration interval) {
        if (interval.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("sweepEvery must be at least PT1S, was " + interval);
        }
        this.sweepEvery = interval;
        return this;
    }

    /**
     * Starts no thread: listeners run inline, and the application calls {@link SessionManager#sweep()}.
     *
     * <p>Without this the manager starts up to four daemon threads when they are first needed: {@code sojourn-events} for
     * listeners, {@code sojourn-background} for the sweep, {@link SessionManager#keepAlive} and turns, {@code sojourn-ends} for
     * {@link SessionManager#onEnd}, and {@code sojourn-end-listeners} for those.
     */
    public SessionManagerBuilder withoutThreads() {
        this.threads = false;
        return this;
    }

    /**
     * The manager; it owns the store from now on and closes it.
     *
     * @throws IllegalArgumentException if the policy limits the sessions of a user, and the store keeps no index of users; or if it
     *     is {@link ConflictPolicy#EXCLUSIVE}, and the store has no leases; or if there is an end listener, and the store does not
     *     keep what ended until it is confirmed ({@link dev.sojourn.store.ConfirmedEnds})
     */
    public SessionManager build() {
        return new SessionManager(this);
    }

    InstantSource clock() {
        InstantSource given = clock;
        return given != null ? given : store.capability(InstantSource.class).orElseGet(InstantSource::system);
    }
}
