// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sojourn.store.SessionStore;
import dev.sojourn.store.StoreUnavailableException;
import dev.sojourn.store.jdbc.JdbcSchema;
import dev.sojourn.store.jdbc.JdbcStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/** A database that is about to be opened: first one connection, to see whether it lets us in, then a pool and the store on it. */
final class DemoDatabase {
    /** So long a visitor waits when the database is away; a connection that is there takes less than a millisecond. */
    private static final Duration WAIT = Duration.ofSeconds(3);

    /** A session needs a connection for one statement at a time: some milliseconds of each, ten serve thousands in a second. */
    private static final int CONNECTIONS = 10;

    private static final String BY_CODE = "call JdbcSchema.create(dataSource) once";
    private static final String BY_FLAG = "start once with --create-schema";

    private final String url;
    private final String label;
    private final boolean inProcess;

    /**
     * A database.
     *
     * @param url with user and password
     * @param label the same without, for messages
     * @param inProcess whether it is no server but part of this process
     */
    DemoDatabase(String url, String label, boolean inProcess) {
        this.url = url;
        this.label = label;
        this.inProcess = inProcess;
    }

    /**
     * The store, which closes its pool when it is closed.
     *
     * @throws UnusableStoreException if the database does not let us in, or has not the tables, with what to do
     */
    SessionStore open(boolean createsSchema, boolean tellsChanges) {
        knock();
        HikariDataSource pool = pool();
        try {
            if (createsSchema) {
                JdbcSchema.create(pool);
            }
            JdbcStore.Builder store = JdbcStore.builder(pool);
            return new PooledStore((tellsChanges ? store.changeFeed() : store).build(), pool);
        } catch (StoreUnavailableException | IllegalStateException unfit) {
            pool.close();
            throw new UnusableStoreException(
                    label + ": " + String.valueOf(unfit.getMessage()).replace(BY_CODE, BY_FLAG));
        }
    }

    /** The pool would try until its patience is over, and write a stack trace to the log. */
    private void knock() {
        DriverManager.setLoginTimeout((int) WAIT.toSeconds());
        try (Connection connection = DriverManager.getConnection(url)) {
            connection.getMetaData();
        } catch (SQLException refused) {
            throw new UnusableStoreException(label + " " + DatabaseRefusal.of(refused));
        }
    }

    private HikariDataSource pool() {
        HikariConfig settings = new HikariConfig();
        settings.setPoolName("sojourn-demo");
        settings.setJdbcUrl(url);
        settings.setMaximumPoolSize(CONNECTIONS);
        settings.setConnectionTimeout(WAIT.toMillis());
        settings.setValidationTimeout(WAIT.dividedBy(3).toMillis());
        settings.setInitializationFailTimeout(-1); // we have knocked
        if (inProcess) {
            settings.setMaxLifetime(0); // no network ages it; and a database in memory is gone with its last connection
        }
        return new HikariDataSource(settings);
    }
}
