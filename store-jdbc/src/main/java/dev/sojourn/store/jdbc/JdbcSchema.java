// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import dev.sojourn.store.StoreUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import javax.sql.DataSource;

/**
 * The tables of {@link JdbcStore}: the sessions, leases of them, and one row with the version of their layout.
 *
 * <p>Nothing is created unless {@link #create} is called: rights to change a schema do not belong to an application that serves
 * requests. The scripts are in the jar as {@code sojourn-jdbc/<dialect>/V<version>__<name>.sql}, the names that Flyway
 * expects; {@code docs/storage/jdbc.md} tells how to point it there. Thread-safe, no state.
 */
public final class JdbcSchema {
    /** The version that this version of the library needs. */
    public static final int VERSION = 2;

    private static final List<String> SCRIPTS = List.of("V1__sojourn_session.sql", "V2__sojourn_lease.sql");

    /** Each failed try means that another node was first with one of the five things that there are to create, or with the version. */
    private static final int TRIES = 8;

    private JdbcSchema() {}

    /**
     * Creates the tables around {@code sojourn_session}, or brings them to the present version; does nothing if they are.
     *
     * <p>Harmless when several nodes do it at once, and when it was interrupted and is done again.
     *
     * @throws StoreUnavailableException if the database refused; its SQLState tells why
     */
    public static void create(DataSource dataSource) {
        create(dataSource, TableName.DEFAULT.text());
    }

    /**
     * The same with a table of another name.
     *
     * @param table 1 to 40 of {@code a-z 0-9 _}, beginning with a letter
     * @throws StoreUnavailableException if the database refused; its SQLState tells why
     */
    public static void create(DataSource dataSource, String table) {
        TableName name = new TableName(table);
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = dataSource.getConnection()) {
                upgrade(connection, name);
                return;
            } catch (SQLException failure) {
                // Of several nodes that create the same table at once, databases let one be first and others fail.
                if (attempt == TRIES) {
                    throw new StoreUnavailableException(
                            "the tables " + name + " and " + name.schemaTable() + " could not be created: "
                                    + SqlFailures.nameOf(failure),
                            SqlFailures.withoutContent(failure));
                }
            }
        }
    }

    /**
     * The SQL that {@link #create} runs in an empty database, to be reviewed or run by somebody else.
     *
     * @param table 1 to 40 of {@code a-z 0-9 _}, beginning with a letter; {@code sojourn_session} is the default elsewhere
     */
    public static String script(JdbcDialect dialect, String table) {
        TableName name = new TableName(table);
        StringBuilder all = new StringBuilder();
        SCRIPTS.forEach(script -> all.append(read(dialect, script, name)));
        return all.toString();
    }

    /** Throws {@link IllegalStateException}, with what to do, if the tables are not there or of another version. */
    static void check(Connection connection, JdbcDialect dialect, TableName table) throws SQLException {
        OptionalInt present = version(connection, table);
        if (present.isEmpty()) {
            throw new IllegalStateException("there is no table " + table.schemaTable()
                    + ", or no right to read it: call"
                    + " JdbcSchema.create(dataSource) once, or run the scripts in sojourn-jdbc/" + dialect.directory()
                    + " of the jar of sojourn-store-jdbc");
        }
        if (present.getAsInt() < VERSION) {
            throw new IllegalStateException("the table " + table + " has version " + present.getAsInt() + ", and "
                    + VERSION + " is needed: call JdbcSchema.create(dataSource) once, or run the later scripts in"
                    + " sojourn-jdbc/" + dialect.directory() + " of the jar of sojourn-store-jdbc");
        }
        if (present.getAsInt() > VERSION) {
            throw new IllegalStateException("the table " + table + " has version " + present.getAsInt()
                    + ", made by a newer version of sojourn-store-jdbc; this one knows " + VERSION + ": update it");
        }
    }

    private static void upgrade(Connection connection, TableName table) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(true);
        try {
            JdbcDialect dialect = JdbcDialect.of(connection.getMetaData());
            for (int next = version(connection, table).orElse(0); next < VERSION; next++) {
                run(connection, read(dialect, SCRIPTS.get(next), table));
            }
        } finally {
            connection.setAutoCommit(autoCommit);
        }
    }

    /** Each statement may be run again, and the last one sets the version. */
    private static void run(Connection connection, String script) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String one : statements(script)) {
                boolean unused = statement.execute(one);
            }
        }
    }

    /** Our scripts end each statement with a semicolon at the end of a line, and have none elsewhere. */
    private static List<String> statements(String script) {
        String withoutComments = script.replaceAll("(?m)^--.*$", "");
        return Arrays.stream(withoutComments.split(";\\s*(\\n|$)", -1))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    private static OptionalInt version(Connection connection, TableName table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery("SELECT version FROM " + table.schemaTable())) {
            return results.next() ? OptionalInt.of(results.getInt(1)) : OptionalInt.empty();
        } catch (SQLException failure) {
            if (SqlFailures.isTableMissing(failure)) {
                return OptionalInt.empty();
            }
            throw failure;
        }
    }

    private static String read(JdbcDialect dialect, String script, TableName table) {
        String path = "/sojourn-jdbc/" + dialect.directory() + "/" + script;
        try (InputStream in = JdbcSchema.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("the jar of sojourn-store-jdbc is not whole: it lacks " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace(TableName.DEFAULT.text(), table.text());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
