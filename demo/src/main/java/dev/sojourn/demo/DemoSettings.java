// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import dev.sojourn.SessionManager;
import dev.sojourn.SessionManagerBuilder;
import dev.sojourn.SessionPolicy;
import dev.sojourn.store.SessionStore;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * How the demo keeps its sessions.
 *
 * @param store where
 * @param nearCache whether each server keeps copies of what it read
 * @param policy how long
 * @param ends where each end is written, if anywhere
 * @param told the same, by a listener that may miss ends and is told none twice
 */
record DemoSettings(
        DemoStore store, boolean nearCache, SessionPolicy policy, Optional<EndLog> ends, Optional<EndLog> told) {

    DemoSettings(DemoStore store, boolean nearCache, SessionPolicy policy) {
        this(store, nearCache, policy, Optional.empty(), Optional.empty());
    }

    /** In memory, with the policy's defaults. */
    static DemoSettings inMemory() {
        return new DemoSettings(new MemoryDemoStore(), false, SessionPolicy.defaults());
    }

    OpenSessions open() {
        SessionStore opened = store.open(nearCache);
        SessionManagerBuilder manager = SessionManager.builder(opened).policy(policy);
        ends.ifPresent(manager::endListener);
        told.ifPresent(log -> manager.listener(log::onEvent));
        return new OpenSessions(manager.build(), opened);
    }

    /** One line for the terminal; no password in it. */
    String describe() {
        return "Sessions in " + store.label() + (nearCache ? " behind a near cache" : "") + ", idle timeout "
                + policy.idleTimeout().map(DemoSettings::plain).orElse("none") + ", absolute timeout "
                + policy.absoluteTimeout().map(DemoSettings::plain).orElse("none") + ". Ctrl-C stops.";
    }

    private static String plain(Duration duration) {
        return duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
