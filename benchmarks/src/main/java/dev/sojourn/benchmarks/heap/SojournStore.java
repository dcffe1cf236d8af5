// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.heap;

import dev.sojourn.Session;
import dev.sojourn.SessionManager;
import dev.sojourn.benchmarks.SampleAttributes;
import dev.sojourn.store.memory.MemoryStore;

/** The manager and the memory store with their defaults. The browser keeps the token; nobody is logged in. */
final class SojournStore implements Sessions {
    private final MemoryStore store =
            MemoryStore.builder().maximumSessions(2_000_000).build();
    private final SessionManager manager = SessionManager.builder(store).build();

    @Override
    public void add(int number) {
        Session session = manager.create();
        SampleAttributes.forEach(number, session::set);
        manager.commit(session);
    }

    @Override
    public long count() {
        return manager.count();
    }

    @Override
    public Object root() {
        return store;
    }
}
