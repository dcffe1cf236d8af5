// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.SessionManager;
import dev.sojourn.store.SessionStore;
import dev.sojourn.store.memory.MemoryStore;
import dev.sojourn.testkit.ForwardingStore;
import dev.sojourn.testkit.StoreVerb;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** How the demo stops while somebody is being served. */
final class DemoStopTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** Fault 17: what was begun is finished, although the connections that nobody uses are dropped at once. */
    @Test
    void a_request_under_way_is_answered_before_the_server_stops() throws Exception {
        HeldStore store = new HeldStore(MemoryStore.create());
        DemoServer server = DemoServer.start(
                0, () -> new OpenSessions(SessionManager.builder(store).build(), store));
        int port = server.port();
        CompletableFuture<HttpResponse<String>> answer =
                CompletableFuture.supplyAsync(() -> new Visitor(port).post("/increment", ""));
        assertTrue(store.asked.await(LIMIT.toSeconds(), TimeUnit.SECONDS));

        try (Socket idle = new Socket(InetAddress.getByName("localhost"), port)) {
            idle.setSoTimeout((int) LIMIT.toMillis());
            idle.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertEquals('H', idle.getInputStream().read(), "is served");

            CompletableFuture<Void> stop = CompletableFuture.runAsync(server::close);
            idle.getInputStream().readAllBytes(); // until the server drops the connection
            assertFalse(stop.isDone());
            store.release.countDown();

            assertEquals(303, answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS).statusCode());
            stop.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** Lets nobody create a session until it is told to. */
    private static final class HeldStore extends ForwardingStore {
        final CountDownLatch asked = new CountDownLatch(1);
        final CountDownLatch release = new CountDownLatch(1);

        HeldStore(SessionStore target) {
            super(target);
        }

        @Override
        protected <T> T ask(StoreVerb verb, Supplier<T> question) {
            if (verb == StoreVerb.CREATE) {
                asked.countDown();
                try {
                    release.await();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
            return question.get();
        }
    }
}
