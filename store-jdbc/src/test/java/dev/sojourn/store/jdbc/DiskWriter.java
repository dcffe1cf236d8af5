// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.sojourn.store.SessionRecord;
import java.time.InstantSource;

/** An application that writes sessions to a database on disk, and prints the key of each that was acknowledged, until killed. */
final class DiskWriter {

    private DiskWriter() {}

    public static void main(String[] arguments) {
        Records records = new Records(InstantSource.system());
        try (HikariDataSource pool = new HikariDataSource(Databases.settings(arguments[0]))) {
            JdbcSchema.create(pool);
            JdbcStore store = JdbcStore.builder(pool).build();
            while (true) {
                SessionRecord record = records.idling("alice");
                if (store.create(record)) {
                    System.out.println("stored " + record.key().text());
                }
            }
        }
    }
}
