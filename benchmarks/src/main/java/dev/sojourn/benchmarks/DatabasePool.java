// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

/** The pool that everybody who needs a database gets: HikariCP with its defaults, and all connections open from the start. */
public final class DatabasePool {
    private DatabasePool() {}

    /** Opens one of this size. */
    public static HikariDataSource open(String jdbcUrl, int size) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(jdbcUrl);
        config.setMaximumPoolSize(size);
        return new HikariDataSource(config);
    }
}
