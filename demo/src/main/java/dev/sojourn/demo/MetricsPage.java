// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import dev.sojourn.SessionManager;
import dev.sojourn.micrometer.SessionMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * {@code GET /metrics}: this server's figures, as Prometheus reads them.
 *
 * <p>They name nobody, and still are not for everybody: how many log in, and which attacks are noticed, is the owner's to know. So
 * it is there only if asked for; an application serves it where only its monitoring system reaches it.
 */
final class MetricsPage extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    MetricsPage(SessionManager manager) {
        SessionMetrics.of(manager).bindTo(registry);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain; version=0.0.4; charset=utf-8");
        response.setHeader("Cache-Control", "no-store");
        response.getWriter().print(registry.scrape());
    }
}
