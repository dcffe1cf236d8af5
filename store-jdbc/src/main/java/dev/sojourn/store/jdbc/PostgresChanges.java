// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import dev.sojourn.store.ChangeFeed;
import dev.sojourn.store.Locking.LeaseListener;
import dev.sojourn.store.SessionKey;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Hears what other nodes write, through {@code LISTEN} on a connection of its own.
 *
 * <p>One daemon thread, from the first subscription to the end of the last. A lost connection is told at once, found out by a
 * question every few seconds if the network swallows it, and made anew with growing pauses.
 */
final class PostgresChanges implements ChangeFeed, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(PostgresChanges.class.getName());
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;
    private static final long CLOSE_SECONDS = 5;

    private final DataSource dataSource;
    private final TableName table;
    private final Duration timeout;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Set<Member> members = new LinkedHashSet<>();
    private @Nullable Thread thread;
    private boolean flowing;

    PostgresChanges(DataSource dataSource, TableName table, Duration timeout) {
        this.dataSource = dataSource;
        this.table = table;
        this.timeout = timeout;
    }

    @Override
    public synchronized Subscription subscribe(ChangeListener listener) {
        Member member = new Member(listener);
        members.add(member);
        if (flowing) {
            member.tell(ChangeListener::flowing);
        }
        if (thread == null && closed.getCount() > 0) {
            Thread started = new Thread(this::listen, "sojourn-jdbc-changes");
            started.setDaemon(true);
            started.start();
            thread = started;
        }
        return member;
    }

    /** Tells this listener of leases, and whether all of them are told. */
    Subscription subscribe(LeaseListener listener) {
        return subscribe(new LeaseMember(listener));
    }

    @Override
    public void close() {
        closed.countDown();
        Thread running;
        synchronized (this) {
            members.clear();
            running = thread;
        }
        if (running == null || running == Thread.currentThread()) {
            return;
        }
        try {
            running.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen() {
        long pause = FIRST_PAUSE_MILLIS;
        while (isWanted()) {
            try (PostgresListening listening = PostgresListening.start(dataSource, table, timeout)) {
                pause = FIRST_PAUSE_MILLIS;
                setFlowing(true);
                while (isWanted()) {
                    listening.await(this::tell);
                }
            } catch (SQLException | RuntimeException lost) {
                LOG.log(
                        System.Logger.Level.DEBUG,
                        "no changes are heard: {0}",
                        lost.getClass().getName());
            } finally {
                setFlowing(false);
            }
            pause = pauseUnlessClosed(pause);
        }
    }

    /** Answers how long to pause the next time. */
    private long pauseUnlessClosed(long millis) {
        try {
            boolean unused = closed.await(millis, TimeUnit.MILLISECONDS);
            return Math.min(2 * millis, LONGEST_PAUSE_MILLIS);
        } catch (InterruptedException stopped) {
            closed.countDown();
            return millis;
        }
    }

    /** Ends the thread when there is nobody to tell; a later subscription starts another, perhaps before this one is gone. */
    private synchronized boolean isWanted() {
        if (thread != Thread.currentThread()) {
            return false;
        }
        boolean wanted = closed.getCount() > 0 && !members.isEmpty();
        if (!wanted) {
            thread = null;
            flowing = false;
        }
        return wanted;
    }

    private synchronized void setFlowing(boolean nowFlowing) {
        if (thread == Thread.currentThread() && flowing != nowFlowing) {
            flowing = nowFlowing;
            tellAll(nowFlowing ? ChangeListener::flowing : ChangeListener::interrupted);
        }
    }

    private synchronized void tell(String message) {
        if (thread != Thread.currentThread()) {
            return;
        }
        if (message.equals(TellingPostgresDialect.ALL)) {
            tellAll(ChangeListener::interrupted);
            tellAll(ChangeListener::flowing);
            return;
        }
        int space = message.indexOf(' ');
        SessionKey key = SessionKey.of(HexFormat.of().parseHex(message, 0, space < 0 ? message.length() : space));
        if (space >= 0) {
            members.forEach(member -> member.tellOffer(key, message.substring(space + 1)));
            return;
        }
        tellAll(listener -> listener.changed(key));
    }

    private void tellAll(Consumer<ChangeListener> news) {
        Set.copyOf(members).forEach(member -> member.tell(news));
    }

    /** Wants to hear of leases and not of sessions. */
    private record LeaseMember(LeaseListener listener) implements ChangeListener {
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

    /** One subscription. */
    private final class Member implements Subscription {
        private final ChangeListener listener;

        Member(ChangeListener listener) {
            this.listener = listener;
        }

        /** A listener that fails must not make others deaf. */
        private void tell(Consumer<ChangeListener> news) {
            try {
                news.accept(listener);
            } catch (RuntimeException failed) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "a listener to changes failed with {0}",
                        failed.getClass().getName());
            }
        }

        private void tellOffer(SessionKey key, String owner) {
            if (listener instanceof LeaseMember leases) {
                leases.listener().offered(key, owner);
            }
        }

        @Override
        public void close() {
            synchronized (PostgresChanges.this) {
                members.remove(this);
            }
        }
    }
}
