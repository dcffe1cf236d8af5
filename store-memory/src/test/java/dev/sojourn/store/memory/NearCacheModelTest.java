// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import dev.sojourn.store.SessionStore;
import dev.sojourn.testkit.model.SessionModelContract;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** D7: random programs on two nodes with a near cache each, whose copies they forget now and then. */
class NearCacheModelTest extends SessionModelContract {
    private final List<SharedStore> shared = new ArrayList<>();
    private final List<ManualFeed> feeds = new ArrayList<>();

    @Override
    protected SessionStore connect(InstantSource clock) {
        if (shared.isEmpty()) {
            shared.add(new SharedStore(clock));
        }
        SharedStore.Node node = shared.get(0).node();
        feeds.add(node.feed());
        return node;
    }

    @Override
    protected SessionStore before(SessionStore connection, InstantSource clock) {
        return NearCache.builder(connection).clock(clock).build();
    }

    @Override
    protected void forgetCopies(int node) {
        feeds.get(node).hiccup();
    }
}
