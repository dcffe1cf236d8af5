// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.servers.RedisServer;
import dev.sojourn.servers.RespClient;
import dev.sojourn.store.ChangeFeed.ChangeListener;
import dev.sojourn.store.ChangeFeed.Subscription;
import dev.sojourn.store.LeaseResult.Acquired;
import dev.sojourn.store.LeaseResult.Waiting;
import dev.sojourn.store.Locking;
import dev.sojourn.store.Locking.LeaseListener;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The rights that {@code docs/storage/redis.md} asks for are enough. */
class RedisStoreRightsTest {
    private static final Path PAGE = Path.of("..", "docs", "storage", "redis.md");

    private final Sessions sessions = new Sessions(InstantSource.system());

    @Test
    void the_documented_rights_are_enough_for_everything() throws Exception {
        try (RedisServer server = RedisServer.builder().appendOnly().start();
                RespClient operator = server.client();
                CapturedLog log = new CapturedLog()) {
            operator.send(documentedRule().split(" ", -1));
            try (RedisStore store = RedisStore.connect("redis://shop:secret@127.0.0.1:" + server.port())) {
                useAll(store);
                assertEquals(1, log.infos().size());
            }
            assertTrue(log.warnings().isEmpty(), log.warnings()::toString);
        }
    }

    private void useAll(RedisStore store) throws InterruptedException {
        Flowing flowing = new Flowing();
        Subscription unused = store.subscribe(flowing);
        assertTrue(flowing.came.await(20, TimeUnit.SECONDS));
        store.keepEnded();
        SessionRecord record = sessions.nextOf("anna");
        assertTrue(store.create(record));
        assertFalse(store.create(record));
        assertTrue(store.find(record.key()).isPresent());
        SessionRecord eternal = Sessions.after(record)
                .principal(Optional.of("berta"))
                .idleTimeout(Optional.empty())
                .build();
        assertSame(SaveResult.SAVED, store.save(eternal, 1));
        SessionRecord ending = Sessions.after(eternal)
                .deadline(store.clock().instant().plusMillis(1))
                .build();
        assertTrue(store.touch(record.key(), record.created().plusSeconds(1)));
        assertEquals(1, store.findByPrincipal("berta").size());
        assertEquals(1, store.count());
        assertEquals(1, store.browse(Optional.empty(), 10).sessions().size());
        assertSame(SaveResult.SAVED, store.save(ending, 2));
        while (store.claimEnded(10).isEmpty()) {
            Thread.onSpinWait();
        }
        assertFalse(store.delete(record.key()));
        useLeases(store);
        store.clear();
    }

    private void useLeases(RedisStore store) throws InterruptedException {
        Locking leases = store.capability(Locking.class).orElseThrow();
        Offered offered = new Offered();
        Subscription unused = leases.subscribe(offered);
        assertTrue(offered.flows.await(20, TimeUnit.SECONDS));
        SessionKey key = sessions.next().key();
        assertEquals(new Acquired(false), leases.acquire(key, "anna", Locking.CLAIM));
        assertTrue(leases.acquire(key, "berta", Locking.CLAIM) instanceof Waiting);
        assertTrue(leases.renew(key, "anna", Locking.CLAIM));
        assertTrue(leases.release(key, "anna"));
        assertTrue(offered.came.await(20, TimeUnit.SECONDS));
        assertEquals(new Acquired(false), leases.acquire(key, "berta", Locking.CLAIM));
        assertFalse(leases.release(key, "clara"));
        assertTrue(leases.release(key, "berta"));
    }

    private static String documentedRule() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("ACL SETUSER"))
                .findFirst()
                .orElseThrow();
    }

    /** Waits for an offer. */
    private static final class Offered implements LeaseListener {
        private final CountDownLatch flows = new CountDownLatch(1);
        private final CountDownLatch came = new CountDownLatch(1);

        @Override
        public void offered(SessionKey key, String owner) {
            came.countDown();
        }

        @Override
        public void flowing() {
            flows.countDown();
        }

        @Override
        public void interrupted() {}
    }

    /** Waits for the feed. */
    private static final class Flowing implements ChangeListener {
        private final CountDownLatch came = new CountDownLatch(1);

        @Override
        public void changed(SessionKey key) {}

        @Override
        public void flowing() {
            came.countDown();
        }

        @Override
        public void interrupted() {}
    }
}
