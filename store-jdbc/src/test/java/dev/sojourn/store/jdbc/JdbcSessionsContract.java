// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import dev.sojourn.store.SessionStore;
import dev.sojourn.testkit.SessionManagerContract;
import dev.sojourn.testkit.StoreProbe;
import java.time.InstantSource;
import java.util.Optional;

/** What the manager promises, on one database. */
abstract class JdbcSessionsContract extends SessionManagerContract {

    abstract TestDatabase database();

    @Override
    protected final SessionStore newStore(InstantSource clock) {
        return configure(JdbcStore.builder(database().emptied().dataSource())
                        .clock(clock)
                        .withoutStartReport())
                .build();
    }

    JdbcStore.Builder configure(JdbcStore.Builder builder) {
        return builder;
    }

    @Override
    protected final Optional<StoreProbe> probe(SessionStore store) {
        return Optional.of(database());
    }
}
