// SPDX-License-Identifier: Apache-2.0
/**
 * The store that keeps sessions in a database.
 *
 * <p>PostgreSQL's driver, an automatic module, is needed for the change feed only; every other driver is known by its
 * {@code DataSource} alone.
 */
@SuppressWarnings("requires-automatic")
module dev.sojourn.store.jdbc {
    requires transitive dev.sojourn;
    requires transitive java.sql;
    requires static org.jspecify;
    requires static org.postgresql.jdbc;

    exports dev.sojourn.store.jdbc;
}
