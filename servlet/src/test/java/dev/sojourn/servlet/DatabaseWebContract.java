// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionStore;
import dev.sojourn.store.jdbc.JdbcStore;
import java.time.InstantSource;

/** {@link StoreWebContract} in a database, with a table for each store. */
abstract class DatabaseWebContract extends StoreWebContract {

    abstract TestDatabase database();

    @Override
    final void empty() {
        database().empty();
    }

    @Override
    final SessionStore newStore(String name, InstantSource time) {
        return JdbcStore.builder(database().dataSource())
                .table(database().table(name))
                .clock(time)
                .withoutStartReport()
                .build();
    }

    @Override
    protected final boolean damage(SessionKey key) {
        return database().damage(key);
    }
}
