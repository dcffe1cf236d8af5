// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sojourn.EndReason;
import dev.sojourn.SessionEvent.Ended;
import dev.sojourn.SessionManager;
import dev.sojourn.servers.JavaProcess;
import dev.sojourn.servers.RedisServer;
import dev.sojourn.store.ConfirmedEnds;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A real process ends a session and dies before it has told anybody, or while it does. */
class DyingNodeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern ENDING = Pattern.compile("ending (.*)");
    private static final Pattern TELLING = Pattern.compile("telling (.*)");

    private final RedisServer server = RedisServer.start();
    private final List<Ended> told = new ArrayList<>();

    @AfterEach
    void stop() {
        server.close();
    }

    /** Fault 39: between the end in the store and the event. */
    @Test
    void an_end_is_told_by_another_node_if_the_first_died_before_telling() {
        String id = endAndDie(false);

        sweepAt(InstantSource.system());

        assertTold(id);
    }

    /** Fault 39: within the listener. It is left alone for a minute, and then told again with the same id. */
    @Test
    void an_end_is_told_again_by_another_node_if_the_first_died_while_telling() {
        String id = endAndDie(true);

        sweepAt(InstantSource.system());
        assertEquals(List.of(), told);
        sweepAt(() -> Instant.now().plus(ConfirmedEnds.HELD));

        assertTold(id);
    }

    private void assertTold(String id) {
        assertEquals(List.of(id), told.stream().map(Ended::sessionId).toList());
        assertEquals(EndReason.LOGGED_OUT, told.get(0).reason());
        assertEquals(Optional.of("anna"), told.get(0).session().principal());
        sweepAt(() -> Instant.now().plus(ConfirmedEnds.HELD.multipliedBy(2)));
        assertEquals(1, told.size());
    }

    private String endAndDie(boolean whileTelling) {
        try (JavaProcess node = JavaProcess.ofClass(DyingNode.class)
                .options("-Xmx64m", "-XX:TieredStopAtLevel=1")
                .arguments(Integer.toString(server.port()), Boolean.toString(whileTelling))
                .start()) {
            String id = node.awaitLine(ENDING, PATIENCE).group(1);
            if (whileTelling) {
                assertEquals(id, node.awaitLine(TELLING, PATIENCE).group(1));
            }
            assertEquals(9, node.awaitEnd(PATIENCE), "it was to die");
            return id;
        }
    }

    private void sweepAt(InstantSource clock) {
        RedisStore store = RedisStore.builder()
                .uri(server.uri())
                .clock(clock)
                .withoutStartReport()
                .build();
        try (SessionManager manager = SessionManager.builder(store)
                .clock(clock)
                .endListener(told::add)
                .withoutThreads()
                .build()) {
            manager.sweep();
        }
    }
}
