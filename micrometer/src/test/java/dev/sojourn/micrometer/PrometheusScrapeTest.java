// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.CommitResult.Outcome;
import dev.sojourn.ConflictPolicy;
import dev.sojourn.EndReason;
import dev.sojourn.NoSessionReason;
import dev.sojourn.Session;
import dev.sojourn.SessionConflictException;
import dev.sojourn.SessionEvent.RenewalCause;
import dev.sojourn.SessionEvent.Resolution;
import dev.sojourn.SessionPolicy;
import dev.sojourn.testkit.TokenScanner;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What Prometheus reads: each figure is there from the start, and nothing of any visitor is. */
class PrometheusScrapeTest {
    private static final Pattern LINE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{([^}]*)})? (-?[0-9.E+-]+|NaN)");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"([^\"]*)\",?");
    private static final List<String> HOSTILE = List.of(
            "anna@example.org",
            "eve\"} 1\nsojourn_logins_total{user=\"eve",
            "203.0.113.77",
            "Mozilla/5.0 (evil; \\ \u202e)",
            "k".repeat(200));

    @RegisterExtension
    final TokenScanner scanner = new TokenScanner();

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @Test
    void every_constant_is_a_label_from_the_start() {
        try (MeteredSessions sessions = sessions().bind()) {
            assertEquals(0, sessions.manager.counters().opened(ConflictPolicy.MERGE));
            List<Sample> samples = scrape();
            assertLabels(samples, "sojourn_sessions_opened_total", "policy", ConflictPolicy.values());
            assertLabels(samples, "sojourn_tokens_refused_total", "reason", NoSessionReason.values());
            assertLabels(samples, "sojourn_commits_total", "outcome", Outcome.values());
            assertLabels(samples, "sojourn_conflicts_total", "policy", ConflictPolicy.values());
            assertLabels(samples, "sojourn_conflicts_total", "resolution", Resolution.values());
            assertLabels(samples, "sojourn_sessions_ended_total", "reason", EndReason.values());
            assertLabels(samples, "sojourn_sessions_renewed_total", "cause", RenewalCause.values());
            assertEquals(
                    Set.of("taken", "taken_over", "refused"),
                    labels(samples, "sojourn_turns_seconds_count", "outcome"));
            assertTrue(samples.stream().allMatch(sample -> sample.value() == 0), "nothing has happened yet");
        }
    }

    @Test
    void every_meter_has_a_description() {
        sessions().bind().close(); // the store; the meters stay
        Set<String> described = namesAfter("# HELP ");
        assertEquals(namesAfter("# TYPE "), described);
        assertTrue(described.contains("sojourn_turns_seconds"), described::toString);
    }

    /** ASVS 16.2.5: labels never hold who or where somebody is, however hard they try; and the figures moved meanwhile. */
    @Test
    void hostile_visitors_leave_nothing_in_the_scrape() {
        List<String> secret = new ArrayList<>(HOSTILE);
        try (MeteredSessions sessions = sessions().bind()) {
            Set<String> before = names();
            for (String hostile : HOSTILE) {
                String token = sessions.stored(session -> session.set("cart", hostile));
                String loggedIn = sessions.request(token, session -> {
                    session.login(hostile);
                    session.describeClient(hostile);
                    session.set("n" + hostile, hostile);
                });
                scanner.issued(token);
                scanner.issued(loggedIn);
                sessions.request(loggedIn, session -> {
                    session.reportBindingBroken(List.of(hostile), 9, hostile);
                    secret.add(session.id());
                    secret.add(sessions.manager.keyOf(session).text());
                });
                conflict(sessions, loggedIn);
                assertTrue(sessions.manager.open(token).session().isEmpty());
                assertTrue(sessions.manager.open(hostile).session().isEmpty());
                assertTrue(sessions.manager.open(guess(loggedIn)).session().isEmpty());
                sessions.open(loggedIn, ConflictPolicy.EXCLUSIVE).endTurn();
                assertEquals(1, sessions.manager.endAll(hostile));
            }
            String scrape = registry.scrape();
            scanner.shown("the scrape", scrape);
            secret.forEach(text -> assertFalse(scrape.contains(text), "something of a visitor is in the scrape"));
            assertFalse(scrape.toLowerCase(Locale.ROOT).contains("anna"));
            assertEquals(before, names(), "no visitor makes a new series");
            List<Sample> samples = scrape();
            int visitors = HOSTILE.size();
            assertEquals(visitors, value(samples, "sojourn_logins_total", ""));
            assertEquals(visitors, value(samples, "sojourn_bindings_broken_total", ""));
            assertEquals(visitors, value(samples, "sojourn_tokens_refused_total", "reason=\"malformed\""));
            assertEquals(visitors, value(samples, "sojourn_tokens_refused_total", "reason=\"never_issued\""));
            assertEquals(visitors, value(samples, "sojourn_tokens_stale_total", "late=\"false\""));
            assertEquals(visitors, value(samples, "sojourn_sessions_ended_total", "reason=\"revoked\""));
            assertEquals(visitors, value(samples, "sojourn_turns_seconds_count", "outcome=\"taken\""));
            assertEquals(visitors, value(samples, "sojourn_conflicts_total", "policy=\"fail\",resolution=\"refused\""));
        }
    }

    private MeteredSessions sessions() {
        return new MeteredSessions(registry, SessionPolicy.defaults(), scanner.random(), store -> store);
    }

    private static void conflict(MeteredSessions sessions, String token) {
        Session late = sessions.open(token, ConflictPolicy.FAIL);
        sessions.request(token, session -> session.set("n", 1));
        late.set("n", 2);
        assertThrows(SessionConflictException.class, () -> sessions.manager.commit(late));
    }

    /** The key of a session with a secret that it never had. */
    private static String guess(String token) {
        return token.substring(0, token.length() - 1) + (token.endsWith("A") ? "B" : "A");
    }

    private List<Sample> scrape() {
        List<Sample> samples = new ArrayList<>();
        registry.scrape().lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            Matcher matcher = LINE.matcher(line);
            assertTrue(matcher.matches(), () -> "not a sample: " + line);
            String labels = matcher.group(2) == null ? "" : matcher.group(2);
            samples.add(new Sample(matcher.group(1), labels, Double.parseDouble(matcher.group(3))));
        });
        return samples;
    }

    private Set<String> namesAfter(String mark) {
        return registry.scrape()
                .lines()
                .filter(line -> line.startsWith(mark))
                .map(line -> line.split(" ", 4)[2])
                .collect(Collectors.toSet());
    }

    private Set<String> names() {
        return scrape().stream()
                .map(sample -> sample.name() + "{" + sample.labels() + "}")
                .collect(Collectors.toSet());
    }

    private static double value(List<Sample> samples, String name, String labels) {
        return samples.stream()
                .filter(sample -> sample.name().equals(name) && sample.labels().equals(labels))
                .mapToDouble(Sample::value)
                .findAny()
                .orElse(-1);
    }

    private static void assertLabels(List<Sample> samples, String name, String key, Enum<?>... constants) {
        Set<String> expected = Arrays.stream(constants)
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        assertEquals(expected, labels(samples, name, key), name);
    }

    private static Set<String> labels(List<Sample> samples, String name, String key) {
        Set<String> values = new TreeSet<>();
        samples.stream().filter(sample -> sample.name().equals(name)).forEach(sample -> {
            Matcher label = LABEL.matcher(sample.labels());
            while (label.find()) {
                if (label.group(1).equals(key)) {
                    values.add(label.group(2));
                }
            }
        });
        return values;
    }

    /** A line of the exposition: what Prometheus stores. */
    private record Sample(String name, String labels, double value) {}
}
