// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.servers.Await;
import dev.sojourn.servers.RedisCluster;
import dev.sojourn.servers.RedisSentinels;
import dev.sojourn.servers.RedisServer;
import dev.sojourn.store.ChangeFeed.Subscription;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.StoreUnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Changes where there is more than one server: all of them are listened to, also those that take over. */
class FeedTopologyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Sessions sessions = new Sessions(InstantSource.system());
    private final HeardChanges heard = new HeardChanges();

    @Test
    void every_master_of_a_cluster_tells_and_so_does_the_one_that_takes_over() {
        try (RedisCluster cluster = RedisCluster.start();
                RedisStore store = store(SharedTopologies.uri(cluster));
                RedisStore other = store(SharedTopologies.uri(cluster))) {
            Subscription unused = store.subscribe(heard);
            heard.awaitNext("flowing");
            Set<RedisServer> owners = new HashSet<>();
            SessionRecord record = sessions.next();
            while (owners.size() < cluster.masters().size()) {
                record = sessions.next();
                assertTrue(other.create(record));
                heard.awaitNext(record.key().text());
                owners.add(cluster.ownerOf(slotOf(cluster, record)));
            }
            assertEquals(3, owners.size());

            cluster.failover(slotOf(cluster, record));
            heard.awaitEventually("flowing");
            assertTrue(heard.all().contains("interrupted"), heard.all()::toString);

            SessionRecord touched = record;
            Await.until("a touch succeeds", PATIENCE, () -> isTouched(other, touched));
            heard.awaitEventually(record.key().text());
        }
    }

    @Test
    void a_master_that_sentinels_put_in_place_of_another_tells_too() {
        try (RedisSentinels servers = RedisSentinels.start();
                RedisStore store = store(SharedTopologies.uri(servers));
                RedisStore other = store(SharedTopologies.uri(servers))) {
            Subscription unused = store.subscribe(heard);
            heard.awaitNext("flowing");
            SessionRecord record = sessions.next();
            assertTrue(other.create(record));
            heard.awaitNext(record.key().text());

            servers.failover();
            heard.awaitNext("interrupted");
            heard.awaitEventually("flowing");

            SessionRecord next = sessions.next();
            Await.until("a session can be created", PATIENCE, () -> isCreated(other, next));
            heard.awaitEventually(next.key().text());
        }
    }

    private static int slotOf(RedisCluster cluster, SessionRecord record) {
        return cluster.slotOf("sojourn:s:" + record.key().text());
    }

    private static boolean isTouched(RedisStore store, SessionRecord record) {
        try {
            return store.touch(record.key(), record.created().plusSeconds(60));
        } catch (StoreUnavailableException notYet) {
            return false;
        }
    }

    private static boolean isCreated(RedisStore store, SessionRecord record) {
        try {
            return store.create(record);
        } catch (StoreUnavailableException notYet) {
            return false;
        }
    }

    private static RedisStore store(String uri) {
        return RedisStore.builder()
                .uri(uri)
                .deadline(Duration.ofSeconds(1))
                .withoutStartReport()
                .build();
    }
}
