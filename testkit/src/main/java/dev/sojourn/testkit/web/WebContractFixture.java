// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.web;

import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionStore;
import dev.sojourn.testkit.ManualClock;
import dev.sojourn.testkit.SerializingStore;
import dev.sojourn.web.WebSessions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;

/** What the author of an adapter fills in, and what each rule of the contract starts from. */
abstract class WebContractFixture {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private final ManualClock clock = ManualClock.startingAt(START);
    private final Inspection inspection = new Inspection();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /**
     * Starts a server on a free port of the loopback address, with these sessions and this application behind the adapter.
     *
     * <p>The adapter takes all its settings from the sessions given. Called several times by some tests.
     */
    protected abstract ContractServer start(WebSessions sessions, ContractApplication application) throws Exception;

    /**
     * Starts a server in which the application is mounted below this prefix, for example {@code /shop}.
     *
     * <p>By default the rules about mounting are skipped.
     */
    protected ContractServer startMounted(String prefix, WebSessions sessions, ContractApplication application)
            throws Exception {
        return Assumptions.abort("this adapter is not mounted below a prefix");
    }

    /**
     * Starts a server for which every connection is a secure one: it speaks plain HTTP here, and the framework's own flag says
     * that it is TLS.
     *
     * <p>By default the rules about such servers are skipped.
     */
    protected ContractServer startSecure(WebSessions sessions, ContractApplication application) throws Exception {
        return Assumptions.abort("this adapter cannot be told that a connection is secure");
    }

    /**
     * A new store, empty and of its own, which the contract fills, watches, lets fail and closes; by default one in the heap that
     * keeps bytes.
     *
     * <p>Called once for each site, by some tests several times. With a store that can be asked for its sessions and for those of a
     * principal, all rules are tested; they run on every store that keeps {@link dev.sojourn.testkit.SessionStoreContract}.
     *
     * @param time the clock by which sessions have to end; it moves when a test says so
     */
    protected SessionStore newStore(InstantSource time) {
        return new SerializingStore(time);
    }

    /**
     * Makes the stored bytes of this session unreadable, as a fault of a disk would, behind the back of one of the stores made.
     *
     * @return whether it was done; if not, as by default, the contract pretends it
     */
    protected boolean damage(SessionKey key) {
        return false;
    }

    /** A site with the defaults of the library. */
    SiteSetup site() {
        return setup(this::start);
    }

    SiteSetup mountedSite(String prefix) {
        return setup((sessions, application) -> startMounted(prefix, sessions, application));
    }

    SiteSetup secureSite() {
        return setup(this::startSecure);
    }

    LogBook logBook() {
        LogBook log = new LogBook();
        open.push(log::close);
        return log;
    }

    @AfterEach
    final void close_what_the_test_started() throws Exception {
        try {
            while (!open.isEmpty()) {
                open.pop().close();
            }
        } finally {
            inspect(inspection);
        }
    }

    /** W26, W51, ASVS 16.2.5: no token was said, logged or thrown anywhere but in its own place. */
    void inspect(Inspection all) {
        all.assertNoLeak();
    }

    private SiteSetup setup(ServerStart serverStart) {
        return new SiteSetup(
                (sessions, application, siteOn) -> {
                    Site site = siteOn.of(started(serverStart, sessions, application));
                    open.push(site::stop);
                    return site;
                },
                clock,
                () -> new ObservedStore(newStore(clock), this::damage),
                inspection);
    }

    private static ContractServer started(
            ServerStart serverStart, WebSessions sessions, ContractApplication application) {
        try {
            return serverStart.of(sessions, application);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the server did not start", e);
        }
    }

    /** One of the ways to start a server. */
    private interface ServerStart {
        ContractServer of(WebSessions sessions, ContractApplication application) throws Exception;
    }
}
