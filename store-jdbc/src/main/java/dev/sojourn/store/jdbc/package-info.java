// SPDX-License-Identifier: Apache-2.0
/**
 * Sessions in a database that is there already: PostgreSQL, MariaDB, MySQL, or H2 in the same process.
 *
 * <p>{@link dev.sojourn.store.jdbc.JdbcStore} is the store, {@link dev.sojourn.store.jdbc.JdbcSchema} its table. Not here:
 * pools and drivers, which the application brings as a {@code DataSource}.
 */
@NullMarked
package dev.sojourn.store.jdbc;

import org.jspecify.annotations.NullMarked;
