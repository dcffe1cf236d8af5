// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.architecture.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.SessionManager;
import dev.sojourn.architecture.Project;
import dev.sojourn.micrometer.SessionMetrics;
import dev.sojourn.store.memory.MemoryStore;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The page of metrics lists the meters that there are, and its alerts ask for series that there are. */
class MetricsPageTest {
    private static final String PAGE = Project.read(Project.ROOT.resolve("docs/metrics.md"));
    private static final Pattern SERIES = Pattern.compile("sojourn(?:_[a-z]+)+");
    private static final Pattern SELECTED = Pattern.compile("(sojourn(?:_[a-z]+)+)\\{(\\w+)!?=(\"\\w+\")}");

    private final SessionManager manager =
            SessionManager.builder(MemoryStore.create()).withoutThreads().build();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void the_table_lists_all_meters_as_they_are() {
        String told = PAGE.lines()
                .filter(line -> line.startsWith("| `sojourn."))
                .sorted()
                .collect(Collectors.joining("\n"));
        assertEquals(String.join("\n", rows()), told);
    }

    @Test
    void the_alerts_ask_for_series_and_labels_that_there_are() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        SessionMetrics.of(manager).bindTo(registry);
        List<String> lines = registry.scrape().lines().toList();
        List<Markdown.Block> alerts = new Markdown(Project.ROOT.resolve("docs/metrics.md"))
                .blocks().stream()
                        .filter(block -> block.language().equals("promql"))
                        .toList();
        assertFalse(alerts.isEmpty());
        for (Markdown.Block alert : alerts) {
            SERIES.matcher(alert.text()).results().forEach(name -> {
                String series = name.group();
                assertTrue(
                        lines.stream().anyMatch(line -> line.startsWith(series + "{") || line.startsWith(series + " ")),
                        series);
            });
            Matcher selected = SELECTED.matcher(alert.text());
            while (selected.find()) {
                String name = selected.group(1);
                String label = selected.group(2) + "=" + selected.group(3);
                assertTrue(
                        lines.stream().anyMatch(line -> line.startsWith(name + "{") && line.contains(label)),
                        name + " " + label);
            }
        }
    }

    private List<String> rows() {
        Set<String> counted = bound(SessionMetrics.builder(manager).withoutEvents()).stream()
                .map(meter -> meter.getId().getName())
                .collect(Collectors.toSet());
        Map<String, List<Meter>> meters = bound(SessionMetrics.builder(manager).countingLiveSessions()).stream()
                .collect(Collectors.groupingBy(meter -> meter.getId().getName()));
        return meters.values().stream()
                .map(series ->
                        row(series, counted.contains(series.get(0).getId().getName())))
                .sorted()
                .toList();
    }

    private static List<Meter> bound(SessionMetrics.Builder metrics) {
        MeterRegistry registry = new SimpleMeterRegistry();
        metrics.build().bindTo(registry);
        return registry.getMeters();
    }

    private static String row(List<Meter> series, boolean counted) {
        Meter.Id id = series.get(0).getId();
        String source = id.getType() == Meter.Type.GAUGE ? "the store" : counted ? "requests" : "events";
        String type = id.getType().name().toLowerCase(Locale.ROOT);
        String tags = tags(series);
        return "| `" + id.getName() + "` | " + type + " |" + (tags.isEmpty() ? "" : " " + tags) + " | " + source + " | "
                + id.getDescription() + " |";
    }

    private static String tags(List<Meter> series) {
        Map<String, Set<String>> values = new TreeMap<>();
        for (Meter meter : series) {
            for (Tag tag : meter.getId().getTags()) {
                values.computeIfAbsent(tag.getKey(), key -> new TreeSet<>()).add(tag.getValue());
            }
        }
        return values.entrySet().stream()
                .map(tag -> "`" + tag.getKey() + "`: " + String.join(", ", tag.getValue()))
                .collect(Collectors.joining("; "));
    }
}
