// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.CommitResult.Outcome;
import dev.sojourn.ConflictPolicy;
import dev.sojourn.Session;
import dev.sojourn.SessionEvent.TurnTaken;
import dev.sojourn.SessionManager;
import dev.sojourn.SessionPolicy;
import dev.sojourn.servers.JavaProcess;
import dev.sojourn.servers.RedisServer;
import dev.sojourn.servers.RespClient;
import dev.sojourn.testkit.RecordingListener;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A process with the turn of a session is stopped (SIGSTOP) for longer than its lease, and then goes on. */
class StoppedOwnerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern HOLDING = Pattern.compile("holding");
    private static final Pattern OUTCOME = Pattern.compile("outcome (.*)");

    private final RedisServer server = RedisServer.start();
    private final RecordingListener events = new RecordingListener();
    private final SessionManager manager = SessionManager.builder(
                    RedisStore.builder().uri(server.uri()).withoutStartReport().build())
            .policy(SessionPolicy.builder()
                    .onConflict(ConflictPolicy.EXCLUSIVE)
                    .leaseLength(StoppedOwner.LEASE)
                    .build())
            .inlineListener(events)
            .build();

    @AfterEach
    void stop() {
        manager.close();
        server.close();
    }

    /**
     * Fault 16: what it saves afterwards is refused, whether it knows how long it stood still or not, and what the next one saved
     * stays. The next one waits for the lease and gets no error.
     */
    @Test
    void fault_16_an_owner_that_stood_still_past_its_lease_saves_nothing() {
        String known = stored();
        String unknown = stored();
        try (JavaProcess knowing = owner(known, false);
                JavaProcess unknowing = owner(unknown, true);
                RespClient client = server.client()) {
            var unused = knowing.awaitLine(HOLDING, PATIENCE);
            unused = unknowing.awaitLine(HOLDING, PATIENCE);
            knowing.freeze();
            unknowing.freeze();
            takeOver(known);
            takeOver(unknown);
            client.send("SET", "go", "1");
            knowing.thaw();
            unknowing.thaw();

            String lost =
                    "'s turn was lost: this process stood still for longer than leaseLength = PT3S: nothing was saved";
            for (JavaProcess owner : List.of(knowing, unknowing)) {
                String outcome = owner.awaitLine(OUTCOME, PATIENCE).group(1);
                assertTrue(outcome.endsWith(lost), outcome);
            }
        }
        assertEquals(Optional.of("of the next"), value(known));
        assertEquals(Optional.of("of the next"), value(unknown));
        assertEquals(
                2,
                events.events(TurnTaken.class).stream()
                        .filter(TurnTaken::takenOver)
                        .count());
    }

    private void takeOver(String token) {
        Session session = manager.open(token).session().orElseThrow();
        assertEquals(Optional.of("at first"), session.get("n"));
        session.set("n", "of the next");
        assertEquals(Outcome.SAVED, manager.commit(session).outcome());
        session.endTurn();
    }

    private String stored() {
        Session session = manager.create();
        session.set("n", "at first");
        return manager.commit(session).token().orElseThrow().reveal();
    }

    private Optional<Object> value(String token) {
        return manager.open(token, ConflictPolicy.MERGE).session().orElseThrow().get("n");
    }

    private JavaProcess owner(String token, boolean withoutClock) {
        return JavaProcess.ofClass(StoppedOwner.class)
                .options("-Xmx64m", "-XX:TieredStopAtLevel=1")
                .arguments(Integer.toString(server.port()), token, "go", Boolean.toString(withoutClock))
                .start();
    }
}
