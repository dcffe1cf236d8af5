// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import dev.sojourn.store.ChangeFeed;
import dev.sojourn.store.SessionKey;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A feed that tells at once, later, or nothing, as a test says. Thread-safe. */
final class ManualFeed implements ChangeFeed {
    private final List<ChangeListener> listeners = new CopyOnWriteArrayList<>();
    private final Queue<SessionKey> held = new ArrayDeque<>();
    private boolean holding;
    private boolean interrupted;
    private boolean deaf;

    @Override
    public synchronized Subscription subscribe(ChangeListener listener) {
        listeners.add(listener);
        if (!interrupted) {
            listener.flowing();
        }
        return () -> listeners.remove(listener);
    }

    synchronized void tell(SessionKey key) {
        if (interrupted || deaf) {
            return;
        }
        if (holding) {
            held.add(key);
        } else {
            listeners.forEach(listener -> listener.changed(key));
        }
    }

    /** Changes are on their way from now on and do not arrive. */
    synchronized void hold() {
        holding = true;
    }

    /** What was held arrives, and what comes after it arrives at once. */
    synchronized void deliver() {
        holding = false;
        held.forEach(key -> listeners.forEach(listener -> listener.changed(key)));
        held.clear();
    }

    /** Changes are lost from now on, and nobody notices. */
    synchronized void goDeaf() {
        deaf = true;
    }

    /** The connection breaks, and with it what was on its way. */
    synchronized void interrupt() {
        interrupted = true;
        held.clear();
        listeners.forEach(ChangeListener::interrupted);
    }

    /** It is there again. */
    synchronized void resume() {
        interrupted = false;
        deaf = false;
        listeners.forEach(ChangeListener::flowing);
    }

    /** Breaks and is there again. */
    synchronized void hiccup() {
        if (!interrupted) {
            interrupt();
            resume();
        }
    }
}
