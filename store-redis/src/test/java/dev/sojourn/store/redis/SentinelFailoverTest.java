// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import static dev.sojourn.store.redis.TestRecords.next;
import static dev.sojourn.store.redis.Trouble.BOUND;
import static dev.sojourn.store.redis.Trouble.impatient;
import static dev.sojourn.store.redis.Trouble.isUnavailable;
import static dev.sojourn.store.redis.Trouble.recovered;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.servers.Await;
import dev.sojourn.servers.RedisSentinels;
import dev.sojourn.servers.RedisServer;
import dev.sojourn.servers.RespClient;
import dev.sojourn.servers.RespException;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.StoreUnavailableException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A master that dies, stands still, or is replaced, behind real sentinels. */
final class SentinelFailoverTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static RedisSentinels sentinels;

    private final TestRecords records = new TestRecords();

    @BeforeAll
    static void start() {
        sentinels = RedisSentinels.start();
    }

    @AfterAll
    static void stop() {
        if (sentinels != null) {
            sentinels.close();
        }
    }

    @BeforeEach
    void repair() {
        sentinels.repair();
        sentinels.master().flush();
    }

    /** Fault 5, fault 6: while there is no master calls end in time with an error, and then the store is at the new one. */
    @Test
    void fault_5_after_the_kill_of_the_master_the_store_goes_on_at_the_next_one() {
        try (RedisStore store = impatient(SharedTopologies.uri(sentinels)).build()) {
            SessionRecord session = created(store);
            SessionRecord ended = created(store);
            assertTrue(store.delete(ended.key()));
            awaitReplication(2);
            RedisServer killed = sentinels.master();

            killed.kill();
            isUnavailable("", () -> store.save(next(session), 1));
            Await.until("the store found the new master", PATIENCE, () -> isFoundOrUnknown(store, session));

            assertNotEquals(killed.port(), sentinels.master().port());
            assertSame(SaveResult.SAVED, recovered(() -> store.save(next(session), 1)));
            assertEquals(Optional.empty(), store.find(ended.key()));
            sentinels.awaitFailover(killed);
        }
    }

    /**
     * Fault 6, T3: a master that stood still and comes back believes for a while that it is one. Nobody who was with it before
     * goes back, so a session that was ended meanwhile stays ended.
     */
    @Test
    void fault_6_nobody_goes_back_to_a_former_master_that_wakes_up() {
        try (RedisStore store = impatient(SharedTopologies.uri(sentinels)).build()) {
            SessionRecord session = created(store);
            awaitReplication(2);
            RedisServer former = sentinels.master();
            former.freeze();
            isUnavailable("", () -> store.find(session.key()));
            sentinels.awaitFailover(former);
            assertTrue(recovered(() -> store.delete(session.key())));

            former.thaw();

            for (int call = 0; call < 200; call++) {
                assertEquals(Optional.empty(), store.find(session.key()));
            }
            try (RedisStore other = impatient(SharedTopologies.uri(sentinels)).build()) {
                assertEquals(Optional.empty(), other.find(session.key()));
            }
        }
    }

    /**
     * Fault 11, fault 6: an operator changes the master while all are well, and the old one still takes writes for some seconds. The
     * store is at the new one after a second, and connections to the old one lead there too.
     */
    @Test
    void fault_11_a_master_that_became_a_replica_is_left() {
        try (RedisStore store = impatient(SharedTopologies.uri(sentinels)).build()) {
            SessionRecord session = created(store);
            awaitReplication(2);
            RedisServer former = sentinels.master();
            sentinels.replicas().forEach(SentinelFailoverTest::forgetStatistics);

            SessionRecord latest = saveUntil(store, session, () -> isLeft(former));

            SessionRecord last = next(latest);
            sentinels.awaitFailover(former);
            assertSame(SaveResult.SAVED, recovered(() -> store.save(last, latest.version())));
            assertEquals(Optional.of(last), recovered(() -> store.find(session.key())));
        }
    }

    /**
     * Fault 5: what no replica had is lost with the master. The version goes back, and that is seen as a conflict: nothing is mixed
     * up. A store that waits for a replica does not call such a write done.
     */
    @Test
    void fault_5_a_write_that_no_replica_has_is_lost_with_the_master_unless_one_is_waited_for() {
        try (RedisStore store = impatient(SharedTopologies.uri(sentinels)).build();
                RedisStore waiting = impatient(SharedTopologies.uri(sentinels))
                        .waitForReplicas(1, Duration.ofMillis(100))
                        .build()) {
            SessionRecord session = created(waiting);
            awaitReplication(2);
            RedisServer master = sentinels.master();
            List<RedisServer> replicas = cutReplicasOff(master);

            SessionRecord second = next(session);
            assertSame(SaveResult.SAVED, store.save(second, 1), "acknowledged, but only the master has it");
            SessionRecord third = next(second);
            isUnavailable("fewer than 1 replicas", () -> waiting.save(third, 2));
            master.kill();
            replicas.forEach(RedisServer::thaw);
            sentinels.awaitFailover(master);

            SaveResult result = recovered(() -> store.save(next(third), 3));
            assertEquals(
                    session, assertInstanceOf(SaveResult.Conflict.class, result).newer());
            assertSame(SaveResult.SAVED, store.save(next(session), 1));
        }
    }

    /** Sentinels die too: the next one is asked, and a master that is known needs none. */
    @Test
    void a_sentinel_that_is_gone_is_passed_over() {
        RedisServer first = sentinels.sentinels().get(0);
        first.freeze();
        try (RedisStore store = impatient(SharedTopologies.uri(sentinels))
                .deadline(Duration.ofSeconds(2))
                .build()) {
            SessionRecord session = created(store);
            sentinels.sentinels().forEach(RedisServer::freeze);

            assertEquals(Optional.of(session), store.find(session.key()));
            assertSame(SaveResult.SAVED, store.save(next(session), 1));
        } finally {
            sentinels.sentinels().forEach(RedisServer::thaw);
        }
    }

    /** Fault 1: without any sentinel there is no master, and that is an error and no missing session. */
    @Test
    void fault_1_a_store_whose_sentinels_do_not_answer_or_do_not_know_the_name_says_so() {
        try (RedisStore store = impatient("redis-sentinel://127.0.0.1:1,127.0.0.1:2#main")
                        .build();
                RedisStore misnamed =
                        impatient(SharedTopologies.uri(sentinels) + "-not").build()) {
            isUnavailable("sentinels", () -> store.find(records.session().key()));
            isUnavailable("'main-not'", () -> misnamed.find(records.session().key()));
        }
    }

    private SessionRecord created(RedisStore store) {
        SessionRecord session = records.session();
        assertTrue(recovered(() -> store.create(session)));
        return session;
    }

    /** Counts up as long as it takes, from whatever is there: a change of masters may lose some. */
    private static SessionRecord saveUntil(RedisStore store, SessionRecord session, BooleanSupplier over) {
        Await.until("a change of masters", PATIENCE, () -> {
            SessionRecord latest = found(store, session);
            SaveResult result = recovered(() -> assertTimeout(BOUND, () -> store.save(next(latest), latest.version())));
            assertNotEquals(SaveResult.GONE, result);
            return over.getAsBoolean();
        });
        return found(store, session);
    }

    private static SessionRecord found(RedisStore store, SessionRecord session) {
        return recovered(() -> store.find(session.key())).orElseThrow();
    }

    /** Whether the store is at another master; asks for one until there is. */
    private static boolean isLeft(RedisServer former) {
        RedisServer master = sentinels.master();
        if (master != former) {
            return isUsed(master);
        }
        try (RespClient operator = sentinels.sentinels().get(0).client()) {
            operator.send("SENTINEL", "FAILOVER", RedisSentinels.MASTER_NAME);
        } catch (RespException underWayAlready) {
            return false;
        }
        return false;
    }

    /** Stops the replicas and hangs up on them, so that nothing which follows is on its way to them. */
    private static List<RedisServer> cutReplicasOff(RedisServer master) {
        List<RedisServer> replicas = sentinels.replicas();
        replicas.forEach(RedisServer::freeze);
        try (RespClient operator = master.client()) {
            operator.send("CLIENT", "KILL", "TYPE", "replica");
        }
        Await.until("the master has no replica", PATIENCE, () -> connectedReplicas(master) == 0);
        return replicas;
    }

    private static void awaitReplication(int replicas) {
        try (RespClient client = sentinels.master().client()) {
            client.send("SET", "marker", "written");
            assertEquals(
                    replicas,
                    client.send("WAIT", Integer.toString(replicas), "10000").number());
        }
    }

    /** Whether it is found; not whether it is gone, which must not be said. */
    private static boolean isFoundOrUnknown(RedisStore store, SessionRecord session) {
        try {
            assertEquals(Optional.of(session), assertTimeout(BOUND, () -> store.find(session.key())));
            return true;
        } catch (StoreUnavailableException unknown) {
            return false;
        }
    }

    /** Whether the store is there: it asks each new server for its role, and the sentinels do not. */
    private static boolean isUsed(RedisServer server) {
        try (RespClient client = server.client()) {
            return client.commandCalls().containsKey("role");
        } catch (UncheckedIOException changing) {
            return false;
        }
    }

    private static void forgetStatistics(RedisServer server) {
        try (RespClient client = server.client()) {
            client.send("CONFIG", "RESETSTAT");
        }
    }

    private static int connectedReplicas(RedisServer server) {
        try (RespClient client = server.client()) {
            return Integer.parseInt(client.info("replication").getOrDefault("connected_slaves", "0"));
        }
    }
}
