// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sojourn.servers.Await;
import dev.sojourn.store.ChangeFeed.ChangeListener;
import dev.sojourn.store.SessionKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a listener to changes heard, in order; each line is awaited once. */
final class HeardChanges implements ChangeListener {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<String> all = new CopyOnWriteArrayList<>();
    private int awaited;

    @Override
    public void changed(SessionKey key) {
        all.add(key.text());
    }

    @Override
    public void flowing() {
        all.add("flowing");
    }

    @Override
    public void interrupted() {
        all.add("interrupted");
    }

    List<String> all() {
        return List.copyOf(all);
    }

    void awaitNext(String line) {
        Await.until(line + " is told", PATIENCE, () -> all.size() > awaited, () -> "heard " + all);
        assertEquals(line, all.get(awaited), () -> "heard " + all);
        awaited++;
    }

    /** Passes over everything before it. */
    void awaitEventually(String line) {
        Await.until(line + " is told", PATIENCE, () -> all.lastIndexOf(line) >= awaited, () -> "heard " + all);
        awaited = all.lastIndexOf(line) + 1;
    }
}
