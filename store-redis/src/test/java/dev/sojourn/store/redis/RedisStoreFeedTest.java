// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.servers.Await;
import dev.sojourn.servers.RedisServer;
import dev.sojourn.servers.RespClient;
import dev.sojourn.store.ChangeFeed.ChangeListener;
import dev.sojourn.store.ChangeFeed.Subscription;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What other nodes are told of changes, and what they are told when nothing can be told. */
class RedisStoreFeedTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RedisServer server = RedisServer.start();
    private final RedisStore store = node();
    private final RedisStore other = node();
    private final Sessions sessions = new Sessions(InstantSource.system());
    private final HeardChanges heard = new HeardChanges();

    @AfterEach
    void stop() {
        store.close();
        other.close();
        server.close();
    }

    @Test
    void every_change_of_any_node_is_told() {
        listen();
        SessionRecord record = sessions.next();

        assertTrue(other.create(record));
        heard.awaitNext(record.key().text());
        assertTrue(other.touch(record.key(), record.lastAccessed().plusSeconds(1)));
        heard.awaitNext(record.key().text());
        other.save(Sessions.after(record).build(), 1);
        heard.awaitNext(record.key().text());
        assertTrue(store.delete(record.key()));
        heard.awaitNext(record.key().text());
    }

    @Test
    void a_database_that_is_emptied_is_an_interruption() {
        listen();

        server.flush();

        heard.awaitNext("interrupted");
        heard.awaitNext("flowing");
    }

    @Test
    void a_store_with_another_prefix_tells_nothing() {
        listen();
        SessionRecord record = sessions.next();
        try (RedisStore foreign = RedisStore.builder()
                .uri(server.uri())
                .prefix("sojourn:s:")
                .withoutStartReport()
                .build()) {
            assertTrue(foreign.create(sessions.next()));
        }

        assertTrue(other.create(record));

        heard.awaitNext(record.key().text());
    }

    @Test
    void a_server_that_dies_interrupts_and_one_that_comes_back_flows() {
        listen();

        server.kill();
        heard.awaitNext("interrupted");
        server.restart();
        heard.awaitNext("flowing");

        SessionRecord record = sessions.next();
        assertTrue(store.create(record));
        heard.awaitNext(record.key().text());
    }

    @Test
    void a_server_that_hangs_interrupts() {
        listen();

        server.freeze();
        heard.awaitNext("interrupted");
        server.thaw();
        heard.awaitNext("flowing");
    }

    @Test
    void a_connection_that_is_cut_interrupts() {
        listen();

        try (RespClient client = server.client()) {
            client.send("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
        }

        heard.awaitNext("interrupted");
        heard.awaitNext("flowing");
    }

    @Test
    void who_comes_later_learns_that_it_flows() {
        listen();
        HeardChanges late = new HeardChanges();

        Subscription subscription = store.subscribe(late);

        assertEquals(List.of("flowing"), late.all());
        subscription.close();
        subscription.close();
    }

    @Test
    void without_listeners_there_is_no_thread_and_nothing_is_told() {
        Subscription subscription = listen();
        assertTrue(threads() > 0);

        subscription.close();
        int told = heard.all().size();
        assertTrue(other.create(sessions.next()));

        Await.until("the threads have ended", PATIENCE, () -> threads() == 0);
        assertEquals(told, heard.all().size());
        listen();
    }

    @Test
    void closing_the_store_interrupts_and_ends_the_threads() {
        listen();

        store.close();

        heard.awaitNext("interrupted");
        Await.until("the threads have ended", PATIENCE, () -> threads() == 0);
    }

    @Test
    void a_listener_that_throws_does_not_silence_the_others() {
        Subscription unused = store.subscribe(new ChangeListener() {
            @Override
            public void changed(SessionKey key) {
                throw new IllegalStateException("not today");
            }

            @Override
            public void flowing() {
                throw new IllegalStateException("not today");
            }

            @Override
            public void interrupted() {
                throw new IllegalStateException("not today");
            }
        });
        listen();
        SessionRecord record = sessions.next();

        assertTrue(other.create(record));

        heard.awaitNext(record.key().text());
    }

    @Test
    void a_server_that_is_not_there_yet_is_no_error() {
        server.kill();
        Subscription unused = store.subscribe(heard);
        assertFalse(heard.all().contains("flowing"));

        server.restart();

        heard.awaitNext("flowing");
    }

    private Subscription listen() {
        Subscription subscription = store.subscribe(heard);
        heard.awaitNext("flowing");
        return subscription;
    }

    private RedisStore node() {
        return RedisStore.builder()
                .uri(server.uri())
                .deadline(Duration.ofMillis(500))
                .withoutStartReport()
                .build();
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("sojourn-redis-feed"))
                .count();
    }
}
