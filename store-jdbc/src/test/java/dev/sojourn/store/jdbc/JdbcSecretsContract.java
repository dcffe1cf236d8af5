// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import dev.sojourn.store.RecordEncoding;
import dev.sojourn.store.SessionStore;
import dev.sojourn.testkit.StoreProbe;
import dev.sojourn.testkit.StoredSecretsContract;
import java.time.InstantSource;

/** What one database holds opens no session. */
abstract class JdbcSecretsContract extends StoredSecretsContract {

    abstract TestDatabase database();

    @Override
    protected final SessionStore newStore(InstantSource clock, RecordEncoding records) {
        return JdbcStore.builder(database().emptied().dataSource())
                .clock(clock)
                .records(records)
                .withoutStartReport()
                .build();
    }

    @Override
    protected StoreProbe probe(SessionStore store) {
        return new AllTables(database());
    }
}
