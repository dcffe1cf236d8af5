// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.micrometer;

import dev.sojourn.CommitResult;
import dev.sojourn.ConflictPolicy;
import dev.sojourn.Session;
import dev.sojourn.SessionManager;
import dev.sojourn.SessionManagerBuilder;
import dev.sojourn.SessionPolicy;
import dev.sojourn.store.SessionStore;
import dev.sojourn.store.memory.MemoryStore;
import dev.sojourn.testkit.ManualClock;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Sessions in a real store, shown by a registry; what a request does, in one line. */
final class MeteredSessions implements AutoCloseable {
    final ManualClock clock = ManualClock.create();
    final SessionStore store;
    final SessionManager manager;
    final MeterRegistry registry;

    MeteredSessions(MeterRegistry registry, SessionPolicy policy) {
        this(registry, policy, new SecureRandom(), store -> store);
    }

    MeteredSessions(
            MeterRegistry registry, SessionPolicy policy, SecureRandom random, UnaryOperator<SessionStore> before) {
        this.registry = registry;
        this.store = before.apply(MemoryStore.builder().clock(clock).build());
        SessionManagerBuilder builder = SessionManager.builder(store)
                .policy(policy)
                .clock(clock)
                .random(random)
                .withoutThreads();
        this.manager = builder.build();
    }

    MeteredSessions bind() {
        SessionMetrics.of(manager).bindTo(registry);
        return this;
    }

    /** Stores a new session. Answers its token. */
    String stored(Consumer<Session> first) {
        Session session = manager.create();
        first.accept(session);
        session.keep();
        return manager.commit(session).token().orElseThrow().reveal();
    }

    Session open(String token, ConflictPolicy policy) {
        return manager.open(token, policy).session().orElseThrow();
    }

    /** One request under MERGE. Answers the token that the browser has afterwards. */
    String request(String token, Consumer<Session> work) {
        Session session = open(token, ConflictPolicy.MERGE);
        work.accept(session);
        CommitResult result = manager.commit(session);
        return result.token().map(held -> held.reveal()).orElse("");
    }

    double figure(String meter, String... tags) {
        return registry.get(meter).tags(tags).functionCounter().count();
    }

    double count(String meter, String... tags) {
        return registry.get(meter).tags(tags).counter().count();
    }

    @Override
    public void close() {
        manager.close();
    }
}
