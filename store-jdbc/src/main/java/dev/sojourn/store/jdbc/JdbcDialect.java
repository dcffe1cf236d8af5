// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import dev.sojourn.store.RecordEncoding;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Locale;

/** The databases that {@link JdbcStore} speaks to. */
public enum JdbcDialect {
    /** PostgreSQL from 12 on. */
    POSTGRESQL,

    /** MariaDB from 10.6 on. */
    MARIADB,

    /** MySQL from 8.0 on. */
    MYSQL,

    /** H2 from 2.2 on, in memory or on disk. */
    H2;

    SqlDialect on(TableName table, RecordEncoding records) {
        return switch (this) {
            case POSTGRESQL -> new PostgresDialect(table, records);
            case MARIADB -> new MariaDbDialect(table, records);
            case MYSQL -> new MySqlDialect(table, records);
            case H2 -> new H2Dialect(table, records);
        };
    }

    /** Where its scripts are, below {@code sojourn-jdbc} in the jar. */
    String directory() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** MySQL's driver calls MariaDB MySQL as well, and tells the truth in the version. */
    static JdbcDialect of(DatabaseMetaData database) throws SQLException {
        String product = database.getDatabaseProductName();
        String version = database.getDatabaseProductVersion();
        return switch (product) {
            case "PostgreSQL" -> POSTGRESQL;
            case "MariaDB" -> MARIADB;
            case "MySQL" -> version.contains("MariaDB") ? MARIADB : MYSQL;
            case "H2" -> H2;
            default ->
                throw new IllegalStateException("there is no dialect for " + product
                        + "; if it behaves like one of PostgreSQL, MariaDB, MySQL, H2, choose that with dialect(..)");
        };
    }
}
