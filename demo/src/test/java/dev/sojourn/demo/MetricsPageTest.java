// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** Figures are there for who asked for them, and name nobody. */
class MetricsPageTest {

    @Test
    void without_the_flag_there_are_no_figures() throws IOException {
        try (DemoServer server = DemoServer.start(0, DemoSettings.inMemory()::open)) {
            assertEquals(404, new Visitor(server).get("/metrics").statusCode());
        }
    }

    @Test
    void with_the_flag_prometheus_can_read_what_visitors_did() throws IOException {
        try (DemoServer server = DemoServer.start(0, DemoSettings.inMemory()::open, true)) {
            Visitor visitor = new Visitor(server);
            assertEquals(
                    303,
                    visitor.post("/login", "user=Ada&password=" + Visitor.PASSWORD)
                            .statusCode());
            HttpResponse<String> figures = visitor.get("/metrics");
            assertEquals(200, figures.statusCode());
            String type = figures.headers().firstValue("Content-Type").orElse("");
            assertTrue(type.startsWith("text/plain"), type);
            assertTrue(figures.body().contains("sojourn_logins_total 1.0"), figures::body);
            assertTrue(figures.body().contains("sojourn_commits_total{outcome=\"created\"} 1.0"), figures::body);
            assertFalse(figures.body().contains("Ada"));
        }
    }
}
