// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.ConflictPolicy;
import dev.sojourn.Session;
import dev.sojourn.SessionConflictException;
import dev.sojourn.SessionManager;
import dev.sojourn.SessionManagerBuilder;
import dev.sojourn.SessionPolicy;
import dev.sojourn.servers.RespClient;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/**
 * A process of its own that has the turn of a session, changes it, and saves when a key of the server says so.
 *
 * <p>Arguments: the server's port, the session's token, the name of that key, and whether the manager's clock stands still, so that
 * the process cannot know how long it was stopped.
 */
final class StoppedOwner {
    static final Duration LEASE = Duration.ofSeconds(3);

    private StoppedOwner() {}

    public static void main(String[] arguments) {
        int port = Integer.parseInt(arguments[0]);
        SessionManagerBuilder builder = SessionManager.builder(RedisStore.builder()
                        .uri("redis://127.0.0.1:" + port)
                        .withoutStartReport()
                        .build())
                .policy(SessionPolicy.builder()
                        .onConflict(ConflictPolicy.EXCLUSIVE)
                        .leaseLength(LEASE)
                        .build());
        if (Boolean.parseBoolean(arguments[3])) {
            Instant started = Instant.now();
            builder.clock(() -> started);
        }
        try (SessionManager manager = builder.build();
                RespClient client = RespClient.connect(port)) {
            Session session = manager.open(arguments[1]).session().orElseThrow();
            session.set("n", "of the stopped owner");
            System.out.println("holding");
            while (client.send("EXISTS", arguments[2]).number() == 0) {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
            System.out.println("outcome " + commit(manager, session));
        }
    }

    private static String commit(SessionManager manager, Session session) {
        try {
            return manager.commit(session).outcome().name();
        } catch (SessionConflictException refused) {
            return String.valueOf(refused.getMessage());
        }
    }
}
