// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import com.zaxxer.hikari.HikariConfig;

/** The databases that a rule is tested on. */
enum Tested {
    H2,
    POSTGRES,
    MARIADB;

    TestDatabase database() {
        return switch (this) {
            case H2 -> Databases.h2();
            case POSTGRES -> Databases.postgres();
            case MARIADB -> Databases.mariaDb();
        };
    }

    JdbcDialect dialect() {
        return switch (this) {
            case H2 -> JdbcDialect.H2;
            case POSTGRES -> JdbcDialect.POSTGRESQL;
            case MARIADB -> JdbcDialect.MARIADB;
        };
    }

    /** Settings of a pool of one's own to the same database. */
    HikariConfig pool() {
        return Databases.settings(database().url());
    }
}
