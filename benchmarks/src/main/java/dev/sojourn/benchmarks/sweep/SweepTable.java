// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.sweep;

import com.zaxxer.hikari.HikariDataSource;
import dev.sojourn.benchmarks.DatabasePool;
import dev.sojourn.benchmarks.MarkdownTable;
import dev.sojourn.benchmarks.Plan;
import dev.sojourn.servers.Await;
import dev.sojourn.servers.DatabaseServer;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.jdbc.JdbcSchema;
import dev.sojourn.store.jdbc.JdbcStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** How long look-ups take while three nodes sweep, and what the nodes' listeners were told, as tables. */
public final class SweepTable {
    private static final int POOL = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final long LOOK_NANOS = Duration.ofMillis(100).toNanos();

    private final Plan plan;
    private final SweepDatabase kind;
    private final SessionRows rows = new SessionRows();
    private final MarkdownTable reads =
            new MarkdownTable("reads", "number", "p50, µs", "p99, µs", "p99.9, µs", "slowest, µs");
    private final MarkdownTable counts = new MarkdownTable("sessions", "number");

    private SweepTable(Plan plan, SweepDatabase kind) {
        this.plan = plan;
        this.kind = kind;
    }

    /** Measures and returns Markdown. */
    public static String measure(Plan plan, SweepDatabase kind) throws Exception {
        try (DatabaseServer server = kind.start()) {
            return new SweepTable(plan, kind).measure(server.jdbcUrl());
        }
    }

    private String measure(String url) throws Exception {
        String version = fill(url);
        try (HikariDataSource pool = DatabasePool.open(url, POOL);
                JdbcStore store = JdbcStore.builder(pool).build();
                Connection connection = DriverManager.getConnection(url);
                SweepNodes nodes = SweepNodes.start(url)) {
            // A first time for the compiler, which is not shown.
            SteadyReads unused = SteadyReads.during(plan.quietReads(), store, rows.live(), 0);
            String before = liveRows(connection);
            show("before the sweep", SteadyReads.during(plan.quietReads(), store, rows.live(), 1));
            System.out.println("sweeping ...");
            long start = System.nanoTime();
            nodes.begin();
            CompletableFuture<Long> end = CompletableFuture.supplyAsync(() -> awaitNothingLeft(connection));
            show("while three nodes sweep", SteadyReads.until(end::isDone, store, rows.live(), 2));
            double seconds = (end.get() - start) / 1e9;
            List<Integer> told = nodes.end();
            List<String> toldKeys = nodes.toldKeys();
            show("after the sweep", SteadyReads.during(plan.quietReads(), store, rows.live(), 3));
            count(toldKeys, told, connection);
            counts.add("live ones changed or lost", liveRows(connection).equals(before) ? "none" : "some");
            return text(version, seconds);
        }
    }

    private String fill(String url) throws SQLException {
        System.out.printf("inserting %,d rows ...%n", plan.sweepRows());
        try (HikariDataSource pool = DatabasePool.open(url, 1)) {
            JdbcSchema.create(pool);
        }
        try (Connection connection = DriverManager.getConnection(url + kind.batchOption());
                Statement statement = connection.createStatement()) {
            rows.insert(connection, plan.sweepRows(), now());
            connection.setAutoCommit(true);
            boolean unused = statement.execute(kind.statistics());
            return connection.getMetaData().getDatabaseProductName() + " "
                    + connection.getMetaData().getDatabaseProductVersion();
        }
    }

    private void show(String when, SteadyReads found) {
        reads.add(
                when,
                number("%,d", found.count()),
                number("%,.0f", found.micros(0.5)),
                number("%,.0f", found.micros(0.99)),
                number("%,.0f", found.micros(0.999)),
                number("%,.0f", found.micros(1)));
    }

    private void count(List<String> told, List<Integer> ofEach, Connection connection) throws SQLException {
        Set<String> distinct = new HashSet<>(told);
        Set<String> ended = rows.ended().stream().map(SessionKey::text).collect(Collectors.toSet());
        counts.add("ended", number("%,d", ended.size()));
        counts.add(
                "told to listeners ("
                        + ofEach.stream().map(each -> number("%,d", each)).collect(Collectors.joining(" + ")) + ")",
                number("%,d", told.size()));
        counts.add("told twice", number("%,d", told.size() - distinct.size()));
        counts.add(
                "told, and not ended",
                number(
                        "%,d",
                        distinct.stream().filter(key -> !ended.contains(key)).count()));
        counts.add("ended, and still there", Long.toString(ended(connection)));
    }

    private String text(String version, double seconds) {
        return String.format(
                        Locale.ROOT,
                        "%s. Three nodes swept %,d ended sessions out of %,d rows in %.1f s: %,.0f a second.%n%n",
                        version,
                        rows.ended().size(),
                        plan.sweepRows(),
                        seconds,
                        rows.ended().size() / seconds)
                + reads + "\n" + counts + "\n";
    }

    /** By the index that the sweep goes by, so that the question costs next to nothing. Answers when that was. */
    private static long awaitNothingLeft(Connection connection) {
        Await.until("nothing is left", PATIENCE, () -> {
            LockSupport.parkNanos(LOOK_NANOS);
            long now = now().toEpochMilli();
            return isEmpty(
                    connection,
                    "SELECT 1 FROM sojourn_session WHERE sweep_at <= " + now + " AND expires_at <= " + now
                            + " LIMIT 1");
        });
        return System.nanoTime();
    }

    private static boolean isEmpty(Connection connection, String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(sql)) {
            return !results.next();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static long ended(Connection connection) throws SQLException {
        return Long.parseLong(
                one(connection, "SELECT COUNT(*) FROM sojourn_session WHERE expires_at <= " + now().toEpochMilli()));
    }

    /** How many there are, and sums over what a sweep might have touched. */
    private static String liveRows(Connection connection) throws SQLException {
        return one(
                connection,
                "SELECT CONCAT(COUNT(*), ' ', SUM(version), ' ', SUM(last_accessed), ' ', SUM(sweep_at))"
                        + " FROM sojourn_session WHERE expires_at > " + now().toEpochMilli());
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(sql)) {
            results.next();
            return results.getString(1);
        }
    }

    /** Of the machine, which is also the database's clock here. */
    private static Instant now() {
        return Clock.systemUTC().instant();
    }

    private static String number(String format, Object value) {
        return String.format(Locale.ROOT, format, value);
    }
}
