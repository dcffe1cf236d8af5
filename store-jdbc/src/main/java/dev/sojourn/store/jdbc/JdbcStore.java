// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import dev.sojourn.store.Browsable;
import dev.sojourn.store.ChangeFeed;
import dev.sojourn.store.CircuitBreaker;
import dev.sojourn.store.ConfirmedEnds;
import dev.sojourn.store.Expiring;
import dev.sojourn.store.PrincipalIndex;
import dev.sojourn.store.RecordEncoding;
import dev.sojourn.store.SaveResult;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.SessionStore;
import dev.sojourn.store.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps sessions in a database, one row for each. Thread-safe.
 *
 * <p>Each verb is one statement on a connection of its own in autocommit mode, whatever transactions the application has open:
 * a session is not rolled back with them. So the {@code DataSource} must give connections that belong to no transaction, as a
 * pool does. A save that meets a newer version needs a second statement where the database cannot answer with it (all but
 * PostgreSQL). {@code docs/storage/jdbc.md} lists the statements and what each database promises.
 *
 * <p><b>Ending by time.</b> To the millisecond, by the database's clock, which all nodes share: each asks for it when it starts
 * and with each sweep, and goes by the difference. The moment goes into the statements as a number; time zones play no part.
 *
 * <p><b>Failure.</b> Whatever the database or the pool says, {@link StoreUnavailableException} is what comes out, with the
 * SQLState and without the driver's texts, which quote values. Nothing that might be done already is done again, except what
 * does no harm; a deadlock or a serialization failure is tried again up to four times. When the database cannot be reached or
 * says nothing several times in a row, it is left alone for a moment, and calls fail at once ({@link CircuitBreaker}).
 */
public final class JdbcStore implements SessionStore, PrincipalIndex, Browsable, Expiring, ConfirmedEnds {
    private static final Duration OPERATORS_PATIENCE = Duration.ofMinutes(1);
    private static final int LONGEST_PAGE = 1_000;
    private static final Comparator<SessionRecord> OLDEST_FIRST =
            Comparator.comparing(SessionRecord::created).thenComparing(SessionRecord::key);

    private final Database database;
    private final RecordEncoding records;
    private final InstantSource clock;
    private final Duration timeout;
    private final Sweep sweep;
    private final @Nullable PostgresChanges changes;
    private final JdbcLeases leases;

    private JdbcStore(Builder builder) {
        this.clock = builder.clock();
        this.timeout = builder.timeout;
        this.records = builder.records;
        Opening opening = new Opening(
                builder.dialect, builder.table, builder.records, builder.tellsChanges, clock, builder.reports);
        this.database = new Database(builder.dataSource, opening, builder.breaker());
        this.sweep = new Sweep(database, records, clock, timeout);
        this.changes = builder.tellsChanges ? new PostgresChanges(builder.dataSource, builder.table, timeout) : null;
        this.leases = new JdbcLeases(database, builder.table, clock, timeout, changes);
    }

    /** Starts with a table {@code sojourn_session} in this database, its clock, and five seconds of patience. */
    public static Builder builder(DataSource dataSource) {
        return new Builder(dataSource);
    }

    @Override
    public boolean create(SessionRecord record) {
        return database.change("create a session", timeout, (connection, statements) -> {
            if (statements.insert(connection, record)) {
                return true;
            }
            List<Row> ended = statements.takeEnded(connection, List.of(record.key()), now());
            ended.forEach(sweep::found);
            return !ended.isEmpty() && statements.insert(connection, record);
        });
    }

    @Override
    public Optional<SessionRecord> find(SessionKey key) {
        return database.ask(
                        "find a session", timeout, (connection, statements) -> statements.find(connection, key, now()))
                .map(row -> row.record(records));
    }

    @Override
    public SaveResult save(SessionRecord next, long expectedVersion) {
        return database.change(
                "save a session",
                timeout,
                (connection, statements) -> statements.save(connection, next, expectedVersion, now()));
    }

    @Override
    public boolean touch(SessionKey key, Instant lastAccessed) {
        long moment = lastAccessed.toEpochMilli();
        return database.ask(
                "touch a session",
                timeout,
                (connection, statements) -> statements.touch(connection, key, moment, now()));
    }

    @Override
    public boolean delete(SessionKey key) {
        return database.change(
                "delete a session", timeout, (connection, statements) -> statements.delete(connection, key, now()));
    }

    @Override
    public List<SessionRecord> findByPrincipal(String principal) {
        List<byte[]> hashes = records.principalHashes(principal);
        List<Row> rows = hashes.isEmpty()
                ? List.of()
                : database.ask(
                        "list sessions",
                        timeout,
                        (connection, statements) -> statements.ofPrincipal(connection, hashes, now()));
        return all(rows, row -> row.undamaged(records)).stream()
                .filter(record -> record.principal().equals(Optional.of(principal)))
                .toList();
    }

    /** {@inheritDoc} One statement, two in MySQL. Those that cannot be read are ended too. */
    @Override
    public List<SessionRecord> deleteByPrincipal(String principal, Optional<SessionKey> spared) {
        List<byte[]> hashes = records.principalHashes(principal);
        List<Row> rows = hashes.isEmpty()
                ? List.of()
                : database.change(
                        "end sessions",
                        timeout,
                        (connection, statements) -> statements.takeOfPrincipal(connection, hashes, spared, now()));
        return all(rows, row -> row.readable(records)).stream()
                .sorted(OLDEST_FIRST)
                .toList();
    }

    /** {@inheritDoc} Reads the whole table and locks none of it; for a million sessions, that takes a while. */
    @Override
    public long count() {
        return database.ask(
                "count sessions", OPERATORS_PATIENCE, (connection, statements) -> statements.count(connection, now()));
    }

    /** {@inheritDoc} In the order of the keys, by the primary key. */
    @Override
    public Page browse(Optional<String> cursor, int limit) {
        if (limit < 1 || limit > LONGEST_PAGE) {
            throw new IllegalArgumentException("limit must be 1 to " + LONGEST_PAGE + ", was " + limit);
        }
        byte[] after = cursor.map(JdbcStore::key).map(SessionKey::toBytes).orElse(new byte[0]);
        List<Row> rows = database.ask(
                "list sessions",
                OPERATORS_PATIENCE,
                (connection, statements) -> statements.after(connection, after, now(), limit));
        Optional<String> next = rows.size() < limit
                ? Optional.empty()
                : Optional.of(rows.get(limit - 1).key().text());
        return new Page(all(rows, row -> row.readable(records)), next);
    }

    @Override
    public void clear() {
        boolean unused = database.ask("end all sessions", OPERATORS_PATIENCE, (connection, statements) -> {
            statements.clear(connection);
            return true;
        });
    }

    @Override
    public void keepEnded() {
        sweep.keepEnded();
    }

    /**
     * {@inheritDoc}
     *
     * <p>One DELETE that answers with what it deleted; rows that another node is claiming are passed over. To claim is to be
     * told: if this node dies before it has told its listeners, nobody else will. What it has not claimed others will.
     */
    @Override
    public List<EndedSession> claimEnded(int limit) {
        return sweep.claim(limit);
    }

    /**
     * {@inheritDoc}
     *
     * <p>One UPDATE that moves {@code sweep_at}, which for this says when to look again; without limit of time.
     */
    @Override
    public List<EndedSession> handOutEnded(int limit) {
        return sweep.handOut(limit);
    }

    @Override
    public List<EndedSession> confirmEnded(List<EndedSession> told) {
        return sweep.confirm(told);
    }

    /** Always true: a row stays until somebody takes it away. */
    @Override
    public boolean needsSweep() {
        return true;
    }

    @Override
    public int removeEnded(int limit) {
        return sweep.remove(limit);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Here also an {@link InstantSource}, the clock that decides when sessions end, and a {@link ChangeFeed} if {@link
     * Builder#changeFeed} was called, which then also tells whom leases are offered ({@link dev.sojourn.store.Locking}).
     */
    @Override
    public <T> Optional<T> capability(Class<T> type) {
        return Stream.of(changes, leases, clock, this)
                .filter(type::isInstance)
                .<T>map(type::cast)
                .findFirst();
    }

    /** Ends the change feed; the {@code DataSource} belongs to the application and stays open. */
    @Override
    public void close() {
        database.close();
        if (changes != null) {
            changes.close();
        }
    }

    /** Says what it is. */
    @Override
    public String toString() {
        return "JdbcStore";
    }

    private long now() {
        return clock.millis();
    }

    private static List<SessionRecord> all(List<Row> rows, Function<Row, Optional<SessionRecord>> read) {
        return rows.stream().map(read).flatMap(Optional::stream).toList();
    }

    private static SessionKey key(String cursor) {
        return SessionKey.parse(cursor)
                .orElseThrow(() -> new IllegalArgumentException("the cursor is not one of this store"));
    }

    /** Settings of a {@link JdbcStore}; not thread-safe. */
    public static final class Builder {
        private static final Duration LEAST_TIMEOUT = Duration.ofMillis(100);
        private static final Duration MOST_TIMEOUT = Duration.ofHours(1);

        private final DataSource dataSource;
        private final InstantSource local = InstantSource.system();
        private @Nullable InstantSource clock;
        private int breakerFailures = 5;
        private Duration breakerPause = Duration.ofSeconds(1);
        private TableName table = TableName.DEFAULT;
        private RecordEncoding records = RecordEncoding.PLAIN;
        private Duration timeout = Duration.ofSeconds(5);
        private @Nullable JdbcDialect dialect;
        private boolean tellsChanges;
        private boolean opensLater;
        private boolean reports = true;

        private Builder(DataSource dataSource) {
            this.dataSource = dataSource;
        }

        /**
         * The clock that decides when sessions end; default: the database's.
         *
         * <p>With a clock of one's own all nodes need about the same time: the one whose clock is fast ends everybody's sessions.
         */
        public Builder clock(InstantSource newClock) {
            this.clock = newClock;
            return this;
        }

        /**
         * The table; default {@code sojourn_session}. The one with its version has the same name and {@code _schema} after it.
         *
         * @throws IllegalArgumentException unless it is 1 to 40 of {@code a-z 0-9 _} and begins with a letter
         */
        public Builder table(String name) {
            this.table = new TableName(name);
            return this;
        }

        /** Whether records are compressed or sealed, and by which keys; default neither. The same on all nodes. */
        public Builder records(RecordEncoding encoding) {
            this.records = encoding;
            return this;
        }

        /** Which database it is; default: what the driver says. For databases that behave like one of these. */
        public Builder dialect(JdbcDialect newDialect) {
            this.dialect = newDialect;
            return this;
        }

        /**
         * How long to wait for the database to say something, 100 milliseconds to 1 hour; default 5 seconds.
         *
         * <p>A verb takes about a millisecond, so five seconds mean that something is wrong, and a visitor still waits for the
         * answer. Counting, browsing and clearing have a minute. How long to wait for a free connection is set at the pool.
         *
         * @throws IllegalArgumentException if out of range
         */
        public Builder timeout(Duration patience) {
            if (patience.compareTo(LEAST_TIMEOUT) < 0 || patience.compareTo(MOST_TIMEOUT) > 0) {
                throw new IllegalArgumentException(
                        "timeout must be " + LEAST_TIMEOUT + " to " + MOST_TIMEOUT + ", was " + patience);
            }
            this.timeout = patience;
            return this;
        }

        /**
         * After how many failures in a row the database is left alone, and for how long; default 5, and 1 second.
         *
         * <p>Failures are those of the connection and silence, not what the database itself answers. While it is left alone, calls
         * fail at once and do not wait one after the other; then one call tries again.
         *
         * @throws IllegalArgumentException if failures are less than 1, or the pause is not positive
         */
        public Builder circuitBreaker(int failures, Duration pause) {
            CircuitBreaker unused = new CircuitBreaker("the database", failures, pause, local);
            this.breakerFailures = failures;
            this.breakerPause = pause;
            return this;
        }

        /**
         * Tells all nodes of every change, so that a near cache can stand before this store; PostgreSQL only, off by default.
         *
         * <p>Every node that writes to the table has to call this, whether or not it listens itself. Each write then carries a
         * {@code pg_notify}; PostgreSQL lets transactions that notify commit one at a time, which costs where very many write
         * at once. A node that listens keeps one connection of the {@code DataSource}, and one daemon thread named {@code
         * sojourn-jdbc-changes}. A session that ends by time is not told: whoever has a copy has its end.
         */
        public Builder changeFeed() {
            this.tellsChanges = true;
            return this;
        }

        /**
         * Builds also if the database does not answer, and looks at it when it is first asked.
         *
         * <p>By default a store without a database, or without its table, is not built: a mistake in the configuration shows at
         * once. With this the application starts, and says 503 until the database is there.
         */
        public Builder openLater() {
            this.opensLater = true;
            return this;
        }

        /** Does not write to the log, once, which database it found and by which clock sessions end. */
        public Builder withoutStartReport() {
            this.reports = false;
            return this;
        }

        /**
         * The store. Asks the database which one it is, and for the version of its table.
         *
         * @throws StoreUnavailableException if the database does not answer
         * @throws IllegalStateException if its table is not there, or of another version, with what to do
         */
        public JdbcStore build() {
            JdbcStore store = new JdbcStore(this);
            if (!opensLater) {
                store.database.open(timeout);
            }
            return store;
        }

        private InstantSource clock() {
            InstantSource given = clock;
            return given == null ? new DatabaseClock(local, System::nanoTime) : given;
        }

        private CircuitBreaker breaker() {
            return new CircuitBreaker("the database", breakerFailures, breakerPause, local);
        }
    }
}
