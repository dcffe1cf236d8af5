// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.store.ChangeFeed.ChangeListener;
import dev.sojourn.store.ChangeFeed.Subscription;
import java.time.Duration;

final class Feed implements AutoCloseable {
    Feed(Topology topology, KeyNames names, Duration deadline) {}

    Subscription subscribe(ChangeListener listener) {
        return () -> {};
    }

    @Override
    public void close() {}
}
