// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sojourn.CommitResult;
import dev.sojourn.OpenResult;
import dev.sojourn.Session;
import dev.sojourn.SessionManager;
import dev.sojourn.servers.Await;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.StoreUnavailableException;
import dev.sojourn.testkit.FaultProxy;
import dev.sojourn.testkit.ManualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The network between application and database fails; each time the store says so, and then works again by itself. */
@Timeout(60)
class NetworkFailureTest {
    private final ManualClock clock = ManualClock.create();
    private final Records records = new Records(clock);
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    /** Fault 1: the database refuses connections at the start; the store is not built, or built and unavailable. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MARIADB"})
    void a_store_can_be_built_before_its_database_is_there(Tested tested) {
        FaultProxy proxy = proxy(tested);
        tested.database().emptied();
        proxy.goDown();
        HikariConfig settings = settings(tested, proxy);
        settings.setInitializationFailTimeout(-1);
        settings.setConnectionTimeout(500);
        HikariDataSource pool = opened(new HikariDataSource(settings));
        SessionRecord record = records.idling("alice");

        assertThrows(
                StoreUnavailableException.class, () -> JdbcStore.builder(pool).build());
        JdbcStore store =
                opened(JdbcStore.builder(pool).clock(clock).openLater().build());
        assertThrows(StoreUnavailableException.class, () -> store.find(record.key()));

        proxy.heal();
        Await.until("the pool has a connection again", Duration.ofSeconds(30), () -> isThere(store, record));
    }

    /** Fault 2: the database accepts and never answers; each call ends in time, and all is well when it answers again. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MARIADB"})
    void a_database_that_hangs_is_unavailable_in_time(Tested tested) {
        FaultProxy proxy = proxy(tested);
        tested.database().emptied();
        JdbcStore store = impatient(tested, proxy).clock(clock).build();
        SessionRecord record = records.idling("alice");
        store.create(record);

        proxy.hang();
        for (int call = 0; call < 3; call++) {
            assertThrows(StoreUnavailableException.class, () -> store.find(record.key()));
        }
        proxy.heal();

        Await.until("the pool has a connection again", Duration.ofSeconds(30), () -> isFound(store, record));
    }

    /** Fault 2: after some silent calls it is left alone: the next ones are refused without a connection being tried. */
    @ParameterizedTest
    @EnumSource(names = "POSTGRES")
    void a_database_that_failed_several_times_is_left_alone(Tested tested) {
        FaultProxy proxy = proxy(tested);
        tested.database().emptied();
        JdbcStore store = impatient(tested, proxy)
                .circuitBreaker(2, Duration.ofMillis(500))
                .build();
        SessionRecord record = records.idling("alice");
        proxy.goDown();
        assertThrows(StoreUnavailableException.class, () -> store.find(record.key()));
        assertThrows(StoreUnavailableException.class, () -> store.find(record.key()));
        StoreUnavailableException refused =
                assertThrows(StoreUnavailableException.class, () -> store.find(record.key()));
        assertTrue(String.valueOf(refused.getMessage()).contains("is not asked"), refused.getMessage());
        proxy.heal();
        Await.until("it is asked again", Duration.ofSeconds(30), () -> isThere(store, record));
    }

    /** Fault 3, fault 17: the connection breaks before the save is there; nothing is written, and the next try writes it once. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MARIADB"})
    void a_save_that_did_not_arrive_is_repeated(Tested tested) {
        FaultProxy proxy = proxy(tested);
        incremented(tested, proxy, () -> proxy.resetNextRequest(20));
    }

    /** Fault 4, fault 17: the save is done and its answer lost; the next try finds its own work, and counters are exact. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MARIADB"})
    void a_save_whose_answer_was_lost_is_not_done_twice(Tested tested) {
        FaultProxy proxy = proxy(tested);
        incremented(
                tested,
                proxy,
                () -> proxy.loseAnswerTo("UPDATE sojourn_session SET version".getBytes(StandardCharsets.US_ASCII)));
    }

    /** Fault 50: connections that died while idle are replaced within the call, if it may be repeated. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MARIADB"})
    void a_look_up_survives_a_dead_connection_of_the_pool(Tested tested) {
        FaultProxy proxy = proxy(tested);
        JdbcStore store = store(tested, proxy);
        SessionRecord record = records.idling("alice");
        store.create(record);

        proxy.cut();
        assertTrue(store.find(record.key()).isPresent());
        proxy.cut();
        assertTrue(store.touch(record.key(), clock.instant()));
    }

    /** What must not be done twice is not: the caller is told that nobody knows. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MARIADB"})
    void a_delete_whose_answer_was_lost_is_unknown(Tested tested) {
        FaultProxy proxy = proxy(tested);
        JdbcStore store = store(tested, proxy);
        SessionRecord record = records.idling("alice");
        store.create(record);

        proxy.loseAnswerTo("DELETE FROM sojourn_session".getBytes(StandardCharsets.US_ASCII));
        assertThrows(StoreUnavailableException.class, () -> store.delete(record.key()));

        assertEquals(Optional.empty(), store.find(record.key()));
    }

    /** Fault 39: a node dies while it claims; what it had not claimed others get, what it had is told by nobody, and none twice. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MARIADB"})
    void a_sweep_killed_half_way_leaves_the_rest_to_others(Tested tested) {
        FaultProxy proxy = proxy(tested);
        JdbcStore dying = store(tested, proxy);
        JdbcStore other = opened(
                JdbcStore.builder(tested.database().dataSource()).clock(clock).build());
        for (int session = 0; session < 30; session++) {
            other.create(records.idling("alice"));
        }
        clock.advance(Records.IDLE);
        dying.keepEnded();
        other.keepEnded();

        proxy.resetNextRequest(20);
        assertThrows(StoreUnavailableException.class, () -> dying.claimEnded(10));
        assertEquals(30, tested.database().rows());

        proxy.loseAnswerTo("DELETE FROM sojourn_session".getBytes(StandardCharsets.US_ASCII));
        assertThrows(StoreUnavailableException.class, () -> dying.claimEnded(10));
        assertEquals(20, other.claimEnded(100).size());
    }

    private void incremented(Tested tested, FaultProxy proxy, Runnable fault) {
        SessionManager manager = opened(SessionManager.builder(store(tested, proxy))
                .clock(clock)
                .withoutThreads()
                .build());
        Session first = manager.create();
        first.set("n", 1);
        String token = manager.commit(first).token().orElseThrow().reveal();
        Session session = opened(manager, token);
        session.update("n", 0, (Integer n) -> n + 1);

        fault.run();
        assertThrows(StoreUnavailableException.class, () -> manager.commit(session));
        assertEquals(1, proxy.faultsHappened());
        assertEquals(CommitResult.Outcome.SAVED, manager.commit(session).outcome());

        assertEquals(Optional.of(2), opened(manager, token).get("n"));
    }

    private static boolean isThere(JdbcStore store, SessionRecord record) {
        try {
            return store.create(record);
        } catch (StoreUnavailableException notYet) {
            return false;
        }
    }

    private static boolean isFound(JdbcStore store, SessionRecord record) {
        try {
            return store.find(record.key()).isPresent();
        } catch (StoreUnavailableException notYet) {
            return false;
        }
    }

    private static Session opened(SessionManager manager, String token) {
        return assertInstanceOf(OpenResult.Opened.class, manager.open(token)).opened();
    }

    private JdbcStore store(Tested tested, FaultProxy proxy) {
        tested.database().emptied();
        return opened(JdbcStore.builder(opened(new HikariDataSource(settings(tested, proxy))))
                .clock(clock)
                .timeout(Duration.ofMillis(300))
                .build());
    }

    /** On a pool that gives up soon. */
    private JdbcStore.Builder impatient(Tested tested, FaultProxy proxy) {
        HikariConfig settings = settings(tested, proxy);
        settings.setConnectionTimeout(500);
        return JdbcStore.builder(opened(new HikariDataSource(settings))).timeout(Duration.ofMillis(300));
    }

    private FaultProxy proxy(Tested tested) {
        return opened(FaultProxy.to(Databases.port(tested.database().url())));
    }

    private static HikariConfig settings(Tested tested, FaultProxy proxy) {
        String url = tested.database().url();
        HikariConfig settings =
                Databases.settings(url.replace(":" + Databases.port(url) + "/", ":" + proxy.port() + "/"));
        settings.setMaximumPoolSize(1);
        settings.setConnectionTimeout(5_000);
        settings.setValidationTimeout(300);
        return settings;
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        opened.add(0, closeable);
        return closeable;
    }
}
