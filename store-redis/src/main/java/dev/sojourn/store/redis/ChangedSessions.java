// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;

/**
 * Which sessions change.
 *
 * <p>{@code CLIENT TRACKING ON BCAST} makes the server tell of every key with our prefix, without remembering who read
 * what: it costs the server nothing per key, and a copy cannot be forgotten.
 */
record ChangedSessions(KeyNames names) implements FeedSubject {

    @Override
    public CommandArguments request() {
        return new CommandArguments(Protocol.Command.CLIENT)
                .add("TRACKING")
                .add("ON")
                .add("BCAST")
                .add("PREFIX")
                .add(names.sessionPrefix());
    }

    /** A list of keys, or nothing if the whole database was emptied. */
    @Override
    public void heard(List<?> push, FeedListeners listeners) {
        if (push.size() != 2 || !FeedSubject.is(push.get(0), "invalidate")) {
            return;
        }
        if (push.get(1) instanceof List<?> several) {
            several.forEach(key -> names.sessionOf((byte[]) key).ifPresent(listeners::changed));
        } else {
            listeners.allChanged();
        }
    }
}
