// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.store.ChangeFeed.ChangeListener;
import dev.sojourn.store.ChangeFeed.Subscription;
import dev.sojourn.store.StoreUnavailableException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Tells of changes, or of offers of leases, as long as all servers that hold data are listened to, and that they are not
 * all listened to otherwise.
 *
 * <p>While somebody subscribes there are daemon threads named {@code sojourn-redis-feed}: one for each server, which
 * reads, and one that asks the servers for a sign of life every second and looks whether they are still the right ones.
 * Thread-safe.
 */
final class Feed implements AutoCloseable {
    static final Duration TICK = Duration.ofSeconds(1);

    private static final System.Logger LOG = System.getLogger(RedisStore.class.getName());
    private static final String THREAD = "sojourn-redis-feed";
    /** Between two looks for servers while something is missing. */
    private static final Duration HURRY = Duration.ofMillis(200);

    private final Topology topology;
    private final FeedSubject subject;
    private final Duration deadline;
    private final FeedListeners listeners = new FeedListeners();
    private final Object lock = new Object();

    // Guarded by lock, as the listeners are:
    private final Map<Node, FeedLink> links = new HashMap<>();
    private final Set<FeedLink> up = new HashSet<>();
    private @Nullable Thread keeper;
    private boolean complete;
    private boolean woken;

    Feed(Topology topology, FeedSubject subject, Duration deadline) {
        this.topology = topology;
        this.subject = subject;
        this.deadline = deadline;
    }

    Subscription subscribe(ChangeListener listener) {
        synchronized (lock) {
            listeners.add(listener);
            if (keeper == null) {
                keeper = start(this::keep);
            }
        }
        AtomicBoolean ended = new AtomicBoolean();
        return () -> {
            if (ended.compareAndSet(false, true)) {
                end(listener);
            }
        };
    }

    /** Stops listening; a later subscription begins anew. */
    @Override
    public void close() {
        synchronized (lock) {
            keeper = null;
            complete = false;
            links.values().forEach(FeedLink::stop);
            links.clear();
            up.clear();
            listeners.flowing(false);
            lock.notifyAll();
        }
    }

    void came(FeedLink link) {
        synchronized (lock) {
            if (isWanted(link)) {
                up.add(link);
                wake();
            }
        }
    }

    void broke(FeedLink link, RuntimeException problem) {
        synchronized (lock) {
            if (isWanted(link)) {
                up.remove(link);
                listeners.flowing(false);
                wake();
            }
        }
        LOG.log(Level.DEBUG, () -> "Redis at " + link.node() + " tells nothing: " + problem.getMessage());
    }

    /** The server said something unasked. */
    void heard(FeedLink link, List<?> push) {
        synchronized (lock) {
            if (isWanted(link)) {
                subject.heard(push, listeners);
            }
        }
    }

    private void end(ChangeListener listener) {
        synchronized (lock) {
            if (listeners.remove(listener)) {
                close();
            }
        }
    }

    private void keep() {
        while (isKeeper()) {
            lookForServers();
            synchronized (lock) {
                if (isKeeper()) {
                    links.values().forEach(FeedLink::ping);
                    boolean flows = complete && up.size() == links.size();
                    listeners.flowing(flows);
                    await(flows ? TICK : HURRY);
                }
            }
        }
    }

    private void lookForServers() {
        Deadline until = Deadline.in(deadline);
        try {
            if (isFlowing()) {
                topology.refresh(until);
            } else {
                topology.doubt(until);
            }
            listenTo(topology.nodes(until));
        } catch (StoreUnavailableException away) {
            LOG.log(Level.DEBUG, () -> "no server can tell anything: " + away.getMessage());
            synchronized (lock) {
                complete = false;
            }
        }
    }

    private void listenTo(List<Node> nodes) {
        synchronized (lock) {
            if (!isKeeper()) {
                return;
            }
            Set<Node> wanted = new HashSet<>(nodes);
            for (FeedLink link : List.copyOf(links.values())) {
                if (!wanted.contains(link.node())) {
                    links.remove(link.node());
                    up.remove(link);
                    link.stop();
                }
            }
            wanted.removeAll(links.keySet());
            for (Node node : wanted) {
                FeedLink link = new FeedLink(node, subject, this);
                links.put(node, link);
                Thread unused = start(link);
            }
            complete = true;
        }
    }

    private boolean isFlowing() {
        synchronized (lock) {
            return complete && up.size() == links.size();
        }
    }

    private boolean isKeeper() {
        synchronized (lock) {
            return Thread.currentThread() == keeper;
        }
    }

    private boolean isWanted(FeedLink link) {
        return links.get(link.node()) == link;
    }

    private void wake() {
        woken = true;
        lock.notifyAll();
    }

    /** Lets go of the lock while it waits. */
    private void await(Duration time) {
        Deadline until = Deadline.in(time);
        try {
            while (!woken && isKeeper() && !until.isOver()) {
                lock.wait(until.leftMillis());
            }
            woken = false;
        } catch (InterruptedException stop) {
            close();
        }
    }

    private static Thread start(Runnable work) {
        Thread thread = new Thread(work, THREAD);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
