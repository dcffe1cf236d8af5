// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.store.ChangeFeed.ChangeListener;
import dev.sojourn.store.Locking.LeaseListener;
import dev.sojourn.store.SessionKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;

/**
 * To whom leases are offered: messages on one channel, each with the name of the lease's key, a space, and the owner.
 *
 * <p>In a Cluster every server passes them on to every other, so whoever listens to several hears them several times.
 */
final class OfferedLeases implements FeedSubject {
    private final KeyNames names;
    private final List<LeaseListener> told = new CopyOnWriteArrayList<>();

    OfferedLeases(KeyNames names) {
        this.names = names;
    }

    /** Tells this one too; what it gives hears whether offers are told. */
    ChangeListener add(LeaseListener listener) {
        told.add(listener);
        return new Flow(listener);
    }

    void remove(LeaseListener listener) {
        told.remove(listener);
    }

    @Override
    public CommandArguments request() {
        return new CommandArguments(Protocol.Command.SUBSCRIBE).add(names.offers());
    }

    @Override
    public void heard(List<?> push, FeedListeners listeners) {
        if (push.size() != 3 || !FeedSubject.is(push.get(0), "message") || !(push.get(2) instanceof byte[] message)) {
            return;
        }
        String text = new String(message, StandardCharsets.US_ASCII);
        int space = text.lastIndexOf(' ');
        Optional<SessionKey> key = space < 0 ? Optional.empty() : names.leased(text.substring(0, space));
        key.ifPresent(known -> told.forEach(listener -> listener.offered(known, text.substring(space + 1))));
    }

    /** Passes on whether the feed flows. */
    private record Flow(LeaseListener listener) implements ChangeListener {
        @Override
        public void changed(SessionKey key) {}

        @Override
        public void flowing() {
            listener.flowing();
        }

        @Override
        public void interrupted() {
            listener.interrupted();
        }
    }
}
