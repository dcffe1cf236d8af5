// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import dev.sojourn.store.SessionStore;
import dev.sojourn.testkit.SessionStoreContract;
import dev.sojourn.testkit.StoreProbe;
import java.time.InstantSource;
import java.util.Optional;

/** The contract of stores on one database, with a second store as the second node. */
abstract class JdbcStoreContract extends SessionStoreContract {

    private InstantSource clock = InstantSource.system();

    abstract TestDatabase database();

    JdbcStore.Builder configure(JdbcStore.Builder builder) {
        return builder;
    }

    @Override
    protected final SessionStore newStore(InstantSource source) {
        clock = source;
        return node(database().emptied());
    }

    @Override
    protected final SessionStore otherView(SessionStore first) {
        return node(database());
    }

    @Override
    protected final Optional<StoreProbe> probe(SessionStore first) {
        return Optional.of(database());
    }

    private SessionStore node(TestDatabase database) {
        return configure(JdbcStore.builder(database.dataSource()).clock(clock)).build();
    }
}
