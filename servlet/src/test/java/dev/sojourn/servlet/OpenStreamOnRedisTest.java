// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.Session;
import dev.sojourn.SessionManager;
import dev.sojourn.servers.RedisServer;
import dev.sojourn.servers.SharedRedis;
import dev.sojourn.store.redis.RedisStore;
import jakarta.servlet.AsyncContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stream of events that one server holds open, and a logout on another; sessions in Redis, real time. */
@Timeout(60)
final class OpenStreamOnRedisTest extends ServletFixture {
    private final RedisServer server = SharedRedis.get();
    private final SessionManager here = node();
    private final SessionManager elsewhere = node();
    private final AtomicBoolean told = new AtomicBoolean();

    @Override
    TestContainer.Kind kind() {
        return JettyContainer::start;
    }

    @Override
    SessionManager manager() {
        return here;
    }

    @AfterEach
    void closeNodes() {
        here.close();
        elsewhere.close();
    }

    /** ASVS 7.4.1: the stream is over as soon as its session is; the application says so in one line. */
    @Test
    void a_logout_on_another_server_closes_the_stream() throws Exception {
        server.flush();
        servlet.on("/login", (request, response) -> SessionFilter.sessionOrCreate(request)
                .login("anna"));
        servlet.on("/logout", (request, response) -> SessionFilter.session(request)
                .orElseThrow()
                .invalidate());
        servlet.on("/stream", (request, response) -> {
            Session session = SessionFilter.session(request).orElseThrow();
            AsyncContext async = request.startAsync();
            async.setTimeout(0);
            response.setContentType("text/event-stream");
            response.getOutputStream().print("data: open\n\n");
            response.flushBuffer();
            var unused = here.onEnd(session, () -> {
                told.set(true);
                async.complete();
            });
        });
        Browser browser = start();
        try (TestContainer other = JettyContainer.start("", context -> {
            SessionFilter.of(elsewhere).addTo(context);
            context.addServlet("scripted", servlet).addMapping("/");
        })) {
            assertOk(browser.get("/login"));
            HttpResponse<InputStream> stream = browser.open("/stream");
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
                assertEquals("data: open", lines.readLine());
                assertEquals("", lines.readLine());

                Browser sameVisitor = new Browser(other.port());
                browser.cookie().ifPresent(sameVisitor::cookie);
                assertOk(sameVisitor.get("/logout"));

                assertEquals(0, lines.lines().count(), "nothing more came, and the stream ended");
            } catch (IOException cut) {
                throw new AssertionError("the stream was cut and not ended", cut);
            }
        }
        assertTrue(told.get());
    }

    private SessionManager node() {
        return SessionManager.builder(RedisStore.builder()
                        .uri(server.uri())
                        .withoutStartReport()
                        .build())
                .build();
    }
}
