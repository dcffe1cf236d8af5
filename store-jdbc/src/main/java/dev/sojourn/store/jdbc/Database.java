// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import dev.sojourn.store.CircuitBreaker;
import dev.sojourn.store.ForeignRecordException;
import dev.sojourn.store.StoreUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Asks the database on a connection of our own, and turns every failure into a {@link StoreUnavailableException}.
 *
 * <p>A statement is repeated in two cases only: the database rolled it back because another transaction was in the way, and
 * so it certainly did nothing; or it does no harm when done twice, and the connection turned out to be dead.
 */
final class Database {
    /** Deadlocks are rare, and each is gone when its victim is; more than this is a fault of another kind. */
    private static final int TRIES = 5;

    private final DataSource dataSource;
    private final Opening opening;
    private final CircuitBreaker breaker;
    private volatile @Nullable SqlDialect dialect;
    private volatile boolean closed;

    Database(DataSource dataSource, Opening opening, CircuitBreaker breaker) {
        this.dataSource = dataSource;
        this.opening = opening;
        this.breaker = breaker;
    }

    /**
     * Finds out which database it is and whether its table is there; otherwise the first question does.
     *
     * @throws IllegalStateException if the database is not as it should be, with what to do
     */
    void open(Duration patience) {
        try (BorrowedConnection borrowed = connect("start with", patience)) {
            dialect = opening.open(borrowed.connection());
        } catch (SQLException failure) {
            throw unavailable("start with", failure);
        }
    }

    /** Asks what may be asked twice. */
    <T> T ask(String what, Duration patience, Work<T> work) {
        return run(what, patience, true, work);
    }

    /** Changes what must not be changed twice. */
    <T> T change(String what, Duration patience, Work<T> work) {
        return run(what, patience, false, work);
    }

    void close() {
        closed = true;
    }

    private <T> T run(String what, Duration patience, boolean repeatable, Work<T> work) {
        if (closed) {
            throw new StoreUnavailableException("the JDBC store is closed");
        }
        try {
            return breaker.call(() -> runUntilAnswered(what, patience, repeatable, work));
        } catch (Refusal refusal) {
            throw refusal.failure;
        }
    }

    private <T> T runUntilAnswered(String what, Duration patience, boolean repeatable, Work<T> work) {
        boolean mayReconnect = repeatable;
        for (int attempt = 1; ; attempt++) {
            try (BorrowedConnection borrowed = connect(what, patience)) {
                return runOn(borrowed, work);
            } catch (ForeignRecordException answered) {
                throw new Refusal(answered);
            } catch (SQLException failure) {
                boolean again = SqlFailures.isRolledBack(failure) && attempt < TRIES;
                if (!again && mayReconnect && SqlFailures.isConnectionLost(failure)) {
                    mayReconnect = false;
                    again = true;
                }
                if (!again) {
                    StoreUnavailableException unavailable = unavailable(what, failure);
                    throw SqlFailures.isAnswer(failure) ? new Refusal(unavailable) : unavailable;
                }
            }
        }
    }

    private <T> T runOn(BorrowedConnection borrowed, Work<T> work) throws SQLException {
        SqlDialect statements = dialect(borrowed.connection());
        try {
            return work.on(borrowed.connection(), statements);
        } catch (SQLException failure) {
            // Refused before anything was done: in autocommit mode one statement is all there is to undo.
            if (SqlFailures.isReadOnly(failure) && borrowed.makeWritable()) {
                return work.on(borrowed.connection(), statements);
            }
            throw failure;
        }
    }

    private BorrowedConnection connect(String what, Duration patience) {
        try {
            return BorrowedConnection.from(dataSource, (int) patience.toMillis());
        } catch (SQLException failure) {
            throw new StoreUnavailableException(
                    "no database connection to " + what + ": " + SqlFailures.nameOf(failure),
                    SqlFailures.withoutPassword(failure));
        }
    }

    private SqlDialect dialect(Connection connection) throws SQLException {
        SqlDialect known = dialect;
        if (known != null) {
            return known;
        }
        try {
            SqlDialect found = opening.open(connection);
            dialect = found;
            return found;
        } catch (IllegalStateException unfit) {
            throw new StoreUnavailableException(String.valueOf(unfit.getMessage()), unfit);
        }
    }

    private static StoreUnavailableException unavailable(String what, SQLException failure) {
        return new StoreUnavailableException(
                "the database did not " + what + ": " + SqlFailures.nameOf(failure),
                SqlFailures.withoutContent(failure));
    }

    /** A failure that the database itself told at once, or that lies in what it gave: no reason for the breaker to leave it alone. */
    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final StoreUnavailableException failure;

        Refusal(StoreUnavailableException failure) {
            super(failure);
            this.failure = failure;
        }
    }

    /** What is done on a connection. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection, SqlDialect statements) throws SQLException;
    }
}
