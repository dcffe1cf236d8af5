// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import dev.sojourn.SessionManager;
import dev.sojourn.SessionPolicy;
import dev.sojourn.store.SessionStore;
import java.time.Duration;
import java.util.Locale;

/**
 * How the demo keeps its sessions.
 *
 * @param store where
 * @param nearCache whether each server keeps copies of what it read
 * @param policy how long
 */
record DemoSettings(DemoStore store, boolean nearCache, SessionPolicy policy) {

    /** In memory, with the policy's defaults. */
    static DemoSettings inMemory() {
        return new DemoSettings(new MemoryDemoStore(), false, SessionPolicy.defaults());
    }

    OpenSessions open() {
        SessionStore opened = store.open(nearCache);
        return new OpenSessions(SessionManager.builder(opened).policy(policy).build(), opened);
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
