// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.store.StoreUnavailableException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol;

/**
 * Redis, looked after on the way: at the first answer the start is reported, and once a minute the server's clock is
 * looked at. One caller does it, after the answer to its own call; there is no thread for it. Thread-safe.
 */
final class WatchedRedis implements Redis {
    private static final System.Logger LOG = System.getLogger(RedisStore.class.getName());
    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);
    private static final Duration LOOK_IN_DOUBT_EVERY = Duration.ofSeconds(5);

    private final Redis target;
    private final @Nullable StartReport report;
    private final @Nullable ServerClock clock;
    private final RareAction looks = new RareAction(LOOK_EVERY);
    private final RareAction looksInDoubt = new RareAction(LOOK_IN_DOUBT_EVERY);
    private volatile boolean reported;

    WatchedRedis(Redis target, @Nullable StartReport report, @Nullable ServerClock clock) {
        this.target = target;
        this.report = report;
        this.clock = clock;
    }

    /** Looks for the server; that it is not there is an error only if it must be. */
    void begin(boolean mustBeReachable) {
        try {
            Object unused = target.servers().get(0).call(Command.ofServer(Protocol.Command.PING));
            lookAfter();
        } catch (StoreUnavailableException away) {
            if (mustBeReachable) {
                target.close();
                throw away;
            }
            LOG.log(
                    Level.WARNING,
                    "the session store starts without its server, and works when it is there: " + away.getMessage());
        }
    }

    @Override
    public @Nullable Object call(Command command) {
        Object answer = target.call(command);
        afterwards();
        return answer;
    }

    @Override
    public List<@Nullable Object> callAll(List<Command> commands) {
        List<@Nullable Object> answers = target.callAll(commands);
        afterwards();
        return answers;
    }

    @Override
    public List<Server> servers() {
        return target.servers();
    }

    @Override
    public void close() {
        target.close();
    }

    @Override
    public String toString() {
        return target.toString();
    }

    private void afterwards() {
        ServerClock ticking = clock;
        boolean due = !reported || looks.isDue() || (ticking != null && ticking.isDoubtful());
        if (!due) {
            return;
        }
        try {
            lookAfter();
        } catch (StoreUnavailableException later) {
            LOG.log(Level.DEBUG, "could not look after Redis: " + later.getMessage());
        }
    }

    private void lookAfter() {
        RareAction action = clock != null && clock.isDoubtful() ? looksInDoubt : looks;
        action.tryNow(() -> {
            List<Server> servers = target.servers();
            if (clock != null) {
                look(clock, servers.get(0));
            }
            if (!reported && report != null) {
                report.tell(servers, clock);
            }
            reported = true;
        });
    }

    private static void look(ServerClock clock, Server server) {
        try {
            clock.look(server);
        } catch (ServerAwayException away) {
            throw away;
        } catch (StoreUnavailableException forbidden) {
            LOG.log(Level.DEBUG, "Redis does not say what time it is: " + forbidden.getMessage());
        }
    }
}
