// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sojourn.store.SessionStore;
import dev.sojourn.testkit.SessionManagerContract;
import dev.sojourn.testkit.StoreProbe;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** D7: also through one that hears nothing of changes. */
class InterruptedNearCacheSessionsTest extends SessionManagerContract {
    private SharedStore shared = new SharedStore(InstantSource.system());

    @Override
    protected SessionStore newStore(InstantSource source) {
        shared = new SharedStore(source);
        return nearCache(source);
    }

    @Override
    protected Optional<StoreProbe> probe(SessionStore first) {
        return Optional.of(shared);
    }

    /** Nothing is told here; that an end is found all the same, by looking, is the rule before. */
    @Override
    @Test
    public void a_logout_elsewhere_is_told_by_the_feed() {
        assumeTrue(false, "this feed is interrupted and tells nothing");
    }

    private NearCache nearCache(InstantSource source) {
        SharedStore.Node node = shared.node();
        node.feed().interrupt();
        return NearCache.builder(node).clock(source).build();
    }
}
