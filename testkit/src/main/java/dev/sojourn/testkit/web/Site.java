// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sojourn.SessionEvent;
import dev.sojourn.SessionManager;
import dev.sojourn.SessionPage;
import dev.sojourn.SessionSnapshot;
import dev.sojourn.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A running application behind the adapter, with everything around it that a test wants to look at. */
final class Site {
    private final SessionManager manager;
    private final ObservedStore store;
    private final ManualClock clock;
    private final ContractServer server;
    private final Inspection inspection;
    private final List<String> proxyHeaders;
    private final List<SessionEvent> events = new CopyOnWriteArrayList<>();

    Site(
            SessionManager manager,
            ObservedStore store,
            ManualClock clock,
            ContractServer server,
            Inspection inspection,
            List<String> proxyHeaders) {
        this.manager = manager;
        this.store = store;
        this.clock = clock;
        this.server = server;
        this.inspection = inspection;
        this.proxyHeaders = proxyHeaders;
        manager.addInlineListener(events::add);
    }

    /** A visitor who was never here. */
    Browser browser() {
        return new Browser(client(), proxyHeaders);
    }

    WireClient client() {
        return new WireClient(server.port(), inspection);
    }

    ObservedStore store() {
        return store;
    }

    SessionManager manager() {
        return manager;
    }

    ManualClock clock() {
        return clock;
    }

    void advance(Duration time) {
        clock.advance(time);
    }

    /** All sessions in the store: a store on several servers has several pages, and some of them empty. */
    List<SessionSnapshot> sessions() {
        List<SessionSnapshot> all = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            SessionPage page = manager.browse(cursor, 1_000);
            all.addAll(page.sessions());
            cursor = page.next();
        } while (cursor.isPresent());
        return all;
    }

    /** The session in the store, which must be the only one. */
    SessionSnapshot onlySession() {
        List<SessionSnapshot> all = sessions();
        assertEquals(1, all.size(), "sessions in the store");
        return all.get(0);
    }

    /** What {@code /add} counted in the only session. */
    Object visits() {
        return onlySession().get(Pages.VISITS).orElse(0);
    }

    <T extends SessionEvent> List<T> events(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    void stop() throws Exception {
        server.stop();
        store.heal();
        manager.close();
    }
}
