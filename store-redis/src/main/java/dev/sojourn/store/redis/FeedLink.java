// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.store.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The connection on which one server says what somebody wants to hear, and the thread that reads it. Connects again when
 * it breaks, at first soon and then less often.
 */
final class FeedLink implements Runnable {
    /** How long a server may be silent that is asked for a sign of life every {@link Feed#TICK}. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;

    private final Node node;
    private final FeedSubject subject;
    private final Feed feed;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable RedisConnection connection;

    FeedLink(Node node, FeedSubject subject, Feed feed) {
        this.node = node;
        this.subject = subject;
        this.feed = feed;
    }

    Node node() {
        return node;
    }

    /** Asks for a sign of life; whether it comes shows in the reading thread. */
    void ping() {
        RedisConnection open = connection;
        if (open != null) {
            try {
                open.sendNow(new CommandArguments(Protocol.Command.PING));
            } catch (JedisException broken) {
                open.hangUp();
            }
        }
    }

    void stop() {
        stopped.countDown();
        RedisConnection open = connection;
        if (open != null) {
            open.hangUp();
        }
    }

    @Override
    public void run() {
        long pause = FIRST_PAUSE_MILLIS;
        do {
            try {
                ask();
                pause = FIRST_PAUSE_MILLIS;
                listen();
            } catch (JedisException | StoreUnavailableException broken) {
                node.dropIdle();
                feed.broke(this, broken);
                pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
            } finally {
                RedisConnection open = connection;
                if (open != null) {
                    open.hangUp();
                }
            }
        } while (!isStopped(pause));
    }

    private void ask() {
        RedisConnection open = node.openForPushes(Deadline.in(PATIENCE));
        connection = open;
        Object unused = open.executeCommand(subject.request());
        feed.came(this);
    }

    private void listen() {
        RedisConnection open = connection;
        while (open != null && !isStopped(0)) {
            open.callEnds(Deadline.in(PATIENCE));
            if (open.getUnflushedObject() instanceof List<?> push) {
                feed.heard(this, push);
            }
        }
    }

    private boolean isStopped(long afterMillis) {
        try {
            return stopped.await(afterMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
