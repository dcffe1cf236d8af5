// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sojourn.servers.Await;
import dev.sojourn.store.ChangeFeed;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.testkit.FaultProxy;
import dev.sojourn.testkit.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** PostgreSQL tells of changes, whoever made them. */
@Timeout(60)
class ChangeFeedTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ManualClock clock = ManualClock.create();
    private final Records records = new Records(clock);
    private final Heard heard = new Heard();
    private FaultProxy proxy = FaultProxy.to(1);
    private HikariDataSource pool = new HikariDataSource();
    private JdbcStore here = JdbcStore.builder(pool).openLater().build();
    private JdbcStore there = here;

    @BeforeEach
    void start() {
        TestDatabase database = Databases.postgres().emptied();
        int port = Databases.port(database.url());
        proxy.close();
        proxy = FaultProxy.to(port);
        HikariConfig settings = Databases.settings(database.url().replace(":" + port + "/", ":" + proxy.port() + "/"));
        settings.setConnectionTimeout(1_000);
        pool = new HikariDataSource(settings);
        here = JdbcStore.builder(pool)
                .clock(clock)
                .timeout(Duration.ofSeconds(1))
                .changeFeed()
                .build();
        there = JdbcStore.builder(database.dataSource())
                .clock(clock)
                .changeFeed()
                .build();
    }

    @AfterEach
    void stop() {
        here.close();
        there.close();
        pool.close();
        proxy.close();
    }

    /** Each write of another node is told, with the key, in the order of the writes. */
    @Test
    void every_write_is_told() {
        ChangeFeed.Subscription subscription = subscribe();
        SessionRecord record = records.idling("alice");
        SessionRecord other = records.idling("alice");
        there.create(record);
        there.save(Records.next(record), 1);
        there.touch(record.key(), clock.instant().plusSeconds(1));
        there.create(other);
        there.delete(record.key());
        there.deleteByPrincipal("alice", Optional.empty());
        heard.awaits(6);
        assertEquals(
                List.of(record.key(), record.key(), record.key(), other.key(), record.key(), other.key()),
                heard.keys());
        subscription.close();
    }

    /** What was not written is not told: a lost race, a touch of nothing. */
    @Test
    void what_was_not_written_is_not_told() {
        subscribe();
        SessionRecord record = records.idling("alice");
        there.create(record);
        there.create(record);
        there.save(Records.next(record), 7);
        there.touch(records.idling("bob").key(), clock.instant());
        there.delete(records.idling("bob").key());
        there.delete(record.key());
        heard.awaits(2);
        assertEquals(List.of(record.key(), record.key()), heard.keys());
    }

    /** The end of all sessions at once makes every copy doubtful. */
    @Test
    void the_end_of_all_is_told_as_an_interruption() {
        subscribe();
        there.create(records.idling("alice"));
        heard.awaits(1);
        heard.news.clear();
        there.clear();
        Await.until("told", PATIENCE, () -> heard.news.size() == 2);
        assertEquals(List.of("interrupted", "flowing"), heard.news);
    }

    /** A lost connection is told, and made anew by itself. */
    @Test
    void a_lost_connection_is_told_and_made_anew() {
        subscribe();
        proxy.cut();
        Await.until("told", PATIENCE, () -> heard.news.contains("interrupted"));
        Await.until("anew", PATIENCE, () -> heard.news.equals(List.of("flowing", "interrupted", "flowing")));
        SessionRecord record = records.idling("alice");
        there.create(record);
        heard.awaits(1);
    }

    /** A network that swallows everything is found out by asking. */
    @Test
    void a_silent_network_is_found_out() {
        subscribe();
        proxy.halfOpen();
        Await.until("told", PATIENCE, () -> heard.news.contains("interrupted"));
    }

    /** While the database is away nothing flows; a subscription that begins then waits for it. */
    @Test
    void a_subscription_may_begin_while_the_database_is_away() {
        proxy.goDown();
        ChangeFeed feed = here.capability(ChangeFeed.class).orElseThrow();
        feed.subscribe(heard);
        assertEquals(List.of(), heard.news);
        proxy.heal();
        Await.until("flowing", PATIENCE, () -> heard.news.equals(List.of("flowing")));
        Heard second = new Heard();
        feed.subscribe(second);
        assertEquals(List.of("flowing"), second.news);
    }

    /** The thread is there while somebody listens, is a daemon, and gives its connection back without ears. */
    @Test
    void the_thread_ends_with_the_last_subscription() {
        assertFalse(threadIsThere());
        ChangeFeed.Subscription subscription = subscribe();
        assertTrue(threadIsThere());
        subscription.close();
        subscription.close();
        Await.until("the thread has ended", PATIENCE, () -> !threadIsThere());
        assertEquals(0, pool.getHikariPoolMXBean().getActiveConnections());
        heard.news.clear();
        there.create(records.idling("alice"));
        subscribe();
        assertEquals(List.of("flowing"), heard.news);
    }

    /** Whoever comes just when the last one leaves is told everything, and once. */
    @Test
    void subscriptions_that_follow_each_other_closely_hear_each_change_once() {
        for (int round = 0; round < 20; round++) {
            subscribe().close();
            heard.news.clear();
        }
        subscribe();
        SessionRecord record = records.idling("alice");
        there.create(record);
        there.delete(record.key());
        heard.awaits(2);
        assertEquals(List.of(record.key(), record.key()), heard.keys());
        assertEquals(List.of("flowing"), heard.news);
        assertEquals(1, pool.getHikariPoolMXBean().getActiveConnections());
    }

    /** A listener that fails is nobody else's trouble. */
    @Test
    void a_failing_listener_does_not_silence_others() {
        here.capability(ChangeFeed.class).orElseThrow().subscribe(new ChangeFeed.ChangeListener() {
            @Override
            public void changed(SessionKey key) {
                throw new IllegalStateException("broken");
            }

            @Override
            public void flowing() {
                throw new IllegalStateException("broken");
            }

            @Override
            public void interrupted() {
                throw new IllegalStateException("broken");
            }
        });
        subscribe();
        there.create(records.idling("alice"));
        heard.awaits(1);
    }

    /** Where there is no feed, none is offered. */
    @Test
    void a_store_without_it_offers_none() {
        try (JdbcStore plain =
                JdbcStore.builder(Databases.h2().emptied().dataSource()).build()) {
            assertEquals(Optional.empty(), plain.capability(ChangeFeed.class));
        }
    }

    private ChangeFeed.Subscription subscribe() {
        ChangeFeed.Subscription subscription =
                here.capability(ChangeFeed.class).orElseThrow().subscribe(heard);
        Await.until("flowing", PATIENCE, () -> heard.news.contains("flowing"));
        return subscription;
    }

    private static boolean threadIsThere() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("sojourn-jdbc-changes"))
                .anyMatch(Thread::isDaemon);
    }

    /** Writes down what it hears. */
    private static final class Heard implements ChangeFeed.ChangeListener {
        private final List<String> news = new CopyOnWriteArrayList<>();
        private final List<SessionKey> changes = new CopyOnWriteArrayList<>();

        @Override
        public void changed(SessionKey key) {
            changes.add(key);
        }

        @Override
        public void flowing() {
            news.add("flowing");
        }

        @Override
        public void interrupted() {
            news.add("interrupted");
        }

        private List<SessionKey> keys() {
            return List.copyOf(changes);
        }

        private void awaits(int count) {
            Await.until(count + " changes", PATIENCE, () -> changes.size() >= count);
        }
    }
}
