// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.CommitResult;
import dev.sojourn.Session;
import dev.sojourn.SessionManager;
import dev.sojourn.servers.RedisServer;
import dev.sojourn.servers.RespClient;
import dev.sojourn.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What a whole request costs: the commands that travel, one after the other, as the server's {@code MONITOR} shows
 * them. Each is a round trip.
 */
class RedisRequestsTest {
    private final RedisServer server = RedisServer.start();
    private final RespClient client = server.client();
    private final RespClient monitor = server.client();
    private final ManualClock clock = ManualClock.create();
    private final SessionManager manager = SessionManager.builder(RedisStore.builder()
                    .uri(server.uri())
                    .clock(clock)
                    .withoutStartReport()
                    .build())
            .withoutThreads()
            .build(); // goes by the store's clock
    private String token = "";

    @AfterEach
    void stop() {
        manager.close();
        client.close();
        monitor.close();
        server.close();
    }

    @Test
    void each_kind_of_request_has_its_price() {
        letTheServerLearnTheScripts();
        assertTrue(monitor.send("MONITOR").text().equals("OK"));

        assertEquals(List.of("SET"), commands(this::createOne), "create");
        assertEquals(List.of(), commands(() -> {}), "nothing touched");
        assertEquals(List.of("GET"), commands(() -> request(session -> session.get("count"))), "read");
        assertEquals(List.of("GET", "EVALSHA"), commands(() -> request(session -> session.set("count", 2))), "write");
        assertEquals(
                List.of("GET"), commands(() -> request(session -> session.set("count", 2))), "write what is there");
        assertEquals(List.of("GET", "EVALSHA"), commands(() -> request(Session::renew)), "renew");
        assertEquals(
                List.of("GET", "EVALSHA", "EVALSHA"),
                commands(() -> request(session -> session.login("anna"))),
                "login");
        assertEquals(
                List.of("GET", "EVALSHA"),
                commands(() -> request(session -> session.set("count", 3))),
                "write of a user");
        assertEquals(List.of("GET", "EVALSHA"), commands(() -> request(Session::invalidate)), "logout");
        assertEquals(
                List.of("GET"),
                commands(() -> assertTrue(manager.open(token).session().isEmpty())),
                "after the logout");
    }

    private void letTheServerLearnTheScripts() {
        createOne();
        request(session -> session.login("anna"));
        request(Session::invalidate);
    }

    private void createOne() {
        Session session = manager.create();
        session.set("count", 1);
        end(session);
    }

    private void request(Consumer<Session> work) {
        Session session = manager.open(token).session().orElseThrow();
        work.accept(session);
        end(session);
    }

    private void end(Session session) {
        CommitResult result = manager.commit(session);
        result.token().ifPresent(held -> token = held.reveal());
    }

    /** The names of the commands that travelled, without signs of life. */
    private List<String> commands(Runnable request) {
        clock.advance(Duration.ofSeconds(1));
        request.run();
        client.send("ECHO", "the end");
        List<String> names = new ArrayList<>();
        for (String line = monitor.read().text();
                !line.endsWith("\"ECHO\" \"the end\"");
                line = monitor.read().text()) {
            String name = line.replaceFirst("^[0-9.]+ \\[[^]]*] \"([A-Za-z]+)\".*", "$1");
            if (!line.contains(" lua] ") && !name.equals("PING")) {
                names.add(name);
            }
        }
        return names;
    }
}
