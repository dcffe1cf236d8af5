// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.store.ChangeFeed.ChangeListener;
import dev.sojourn.store.SessionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Who wants to hear of changes, and whether they hear all of them at present. Guarded by the lock of the feed, so that
 * one thing is told at a time.
 *
 * <p>A listener that throws loses nothing but its own turn.
 */
final class FeedListeners {
    private final OccasionalWarning failures = new OccasionalWarning(
            "listeners to changes of sessions threw an exception: %d times; their copies may be outdated");
    private final List<ChangeListener> listeners = new ArrayList<>();
    private boolean flowing;

    void add(ChangeListener listener) {
        listeners.add(listener);
        if (flowing) {
            tell(listener, ChangeListener::flowing);
        }
    }

    /** Whether that was the last. */
    boolean remove(ChangeListener listener) {
        return listeners.remove(listener) && listeners.isEmpty();
    }

    void changed(SessionKey key) {
        tellAll(listener -> listener.changed(key));
    }

    /** Everything may have changed at once. */
    void allChanged() {
        if (flowing) {
            tellAll(ChangeListener::interrupted);
            tellAll(ChangeListener::flowing);
        }
    }

    void flowing(boolean nowFlowing) {
        if (flowing == nowFlowing) {
            return;
        }
        flowing = nowFlowing;
        tellAll(nowFlowing ? ChangeListener::flowing : ChangeListener::interrupted);
    }

    private void tellAll(Consumer<ChangeListener> what) {
        List.copyOf(listeners).forEach(listener -> tell(listener, what));
    }

    private void tell(ChangeListener listener, Consumer<ChangeListener> what) {
        try {
            what.accept(listener);
        } catch (RuntimeException failure) {
            failures.warn();
        }
    }
}
