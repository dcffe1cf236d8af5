// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import dev.sojourn.store.SessionStore;
import dev.sojourn.testkit.model.SessionModelContract;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;

/** Random programs on two stores in one database. */
abstract class JdbcModelContract extends SessionModelContract {

    abstract TestDatabase database();

    @BeforeEach
    void empty() {
        TestDatabase unused = database().emptied();
    }

    @Override
    protected final SessionStore connect(InstantSource clock) {
        return JdbcStore.builder(database().dataSource())
                .clock(clock)
                .withoutStartReport()
                .build();
    }

    @Override
    protected int sequences() {
        return 40;
    }
}
