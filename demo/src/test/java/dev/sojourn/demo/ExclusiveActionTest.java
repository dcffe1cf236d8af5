// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.ConflictPolicy;
import dev.sojourn.SessionPolicy;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A request that has its session for itself for as long as its client likes. */
final class ExclusiveActionTest {
    private static DemoServer server;

    private Visitor visitor;

    @BeforeAll
    static void start() throws IOException {
        SessionPolicy policy =
                SessionPolicy.builder().onConflict(ConflictPolicy.EXCLUSIVE).build();
        server = DemoServer.start(0, new DemoSettings(new MemoryDemoStore(), false, policy)::open);
    }

    @BeforeEach
    void arrive() {
        visitor = new Visitor(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void who_is_in_a_section_has_the_session_alone_until_it_is_left() throws Exception {
        visitor.post("/increment", "");
        CompletableFuture<HttpResponse<String>> section = later("/exclusive", "section=a");
        assertEquals(204, stranger().post("/exclusive/entered", "section=a").statusCode());
        CompletableFuture<HttpResponse<String>> another = later("/increment", "");
        assertFalse(section.isDone() || another.isDone());

        assertEquals(204, stranger().post("/exclusive/leave", "section=a").statusCode());

        assertEquals(303, section.get(20, TimeUnit.SECONDS).statusCode());
        assertEquals(303, another.get(20, TimeUnit.SECONDS).statusCode());
        String json = visitor.get("/api/session").body();
        assertTrue(json.contains("\"visits\":3"), json);
    }

    @Test
    void without_a_name_or_a_session_there_is_no_section() {
        assertEquals(400, visitor.post("/exclusive", "").statusCode());
        assertEquals(
                400, visitor.post("/exclusive", "section=" + "x".repeat(65)).statusCode());
        assertEquals(410, visitor.post("/exclusive", "section=b").statusCode());
        assertEquals(404, visitor.post("/exclusive/other", "section=b").statusCode());
        assertTrue(visitor.cookieValues().isEmpty());
    }

    private static Visitor stranger() {
        return new Visitor(server);
    }

    private CompletableFuture<HttpResponse<String>> later(String path, String form) {
        return CompletableFuture.supplyAsync(() -> visitor.post(path, form));
    }
}
