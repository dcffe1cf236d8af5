// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import dev.sojourn.store.Browsable;
import dev.sojourn.store.ChangeFeed;
import dev.sojourn.store.ConfirmedEnds;
import dev.sojourn.store.Expiring;
import dev.sojourn.store.PrincipalIndex;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.SessionStore;
import dev.sojourn.store.StoreUnavailableException;
import dev.sojourn.testkit.SerializingStore;
import dev.sojourn.testkit.StoreProbe;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A store of bytes that several nodes share, and whose changes each of them is told before the write returns. Thread-safe. */
final class SharedStore implements StoreProbe {
    private final InstantSource clock;
    private final SerializingStore bytes;
    private final List<Node> nodes = new CopyOnWriteArrayList<>();

    SharedStore(InstantSource clock) {
        this.clock = clock;
        this.bytes = new SerializingStore(clock);
    }

    InstantSource clock() {
        return clock;
    }

    /** One node's connection, with a feed that flows as soon as somebody listens. */
    Node node() {
        Node node = new Node();
        nodes.add(node);
        return node;
    }

    @Override
    public List<byte[]> dump() {
        return List.copyOf(bytes.bytes().values());
    }

    @Override
    public boolean damage(SessionKey key) {
        bytes.plant(key, new byte[] {1, 2, 3});
        tell(key);
        return true;
    }

    private void tell(SessionKey key) {
        nodes.forEach(node -> node.feed.tell(key));
    }

    /** The store as one node sees it. */
    final class Node implements SessionStore, ChangeFeed, PrincipalIndex, Browsable, Expiring, ConfirmedEnds {
        private final ManualFeed feed = new ManualFeed();
        private volatile boolean closed;

        /** What this node hears of changes. */
        ManualFeed feed() {
            return feed;
        }

        @Override
        public Subscription subscribe(ChangeListener listener) {
            return feed.subscribe(listener);
        }

        @Override
        public boolean create(SessionRecord record) {
            return told(record.key(), open().create(record));
        }

        @Override
        public Optional<SessionRecord> find(SessionKey key) {
            return open().find(key);
        }

        @Override
        public SaveResult save(SessionRecord next, long expectedVersion) {
            return told(next.key(), open().save(next, expectedVersion));
        }

        @Override
        public boolean touch(SessionKey key, Instant lastAccessed) {
            return told(key, open().touch(key, lastAccessed));
        }

        @Override
        public boolean delete(SessionKey key) {
            return told(key, open().delete(key));
        }

        @Override
        public List<SessionRecord> findByPrincipal(String principal) {
            return open().findByPrincipal(principal);
        }

        @Override
        public long count() {
            return open().count();
        }

        @Override
        public Page browse(Optional<String> cursor, int limit) {
            return open().browse(cursor, limit);
        }

        @Override
        public void clear() {
            open().clear();
            nodes.forEach(node -> node.feed.hiccup());
        }

        @Override
        public void keepEnded() {
            open().keepEnded();
        }

        @Override
        public List<EndedSession> claimEnded(int limit) {
            return open().claimEnded(limit);
        }

        @Override
        public List<EndedSession> handOutEnded(int limit) {
            return open().handOutEnded(limit);
        }

        @Override
        public List<EndedSession> confirmEnded(List<EndedSession> told) {
            return open().confirmEnded(told);
        }

        /** With the clock by which it ends sessions. */
        @Override
        public <T> Optional<T> capability(Class<T> type) {
            return type == InstantSource.class ? Optional.of(type.cast(clock)) : SessionStore.super.capability(type);
        }

        @Override
        public void close() {
            closed = true;
        }

        private <T> T told(SessionKey key, T answer) {
            tell(key);
            return answer;
        }

        private SerializingStore open() {
            if (closed) {
                throw new StoreUnavailableException("this node has closed the store");
            }
            return bytes;
        }
    }
}
