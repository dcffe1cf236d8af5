// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.heap;

/** The ways of keeping sessions that are compared. */
public enum SessionsKind {
    /** What no system can go below. */
    VALUES("the three values in an array"),
    /** Ours. */
    SOJOURN("Sojourn, `MemoryStore`"),
    /** Spring's. */
    SPRING("Spring Session, `MapSession` in a `ConcurrentHashMap`"),
    /** Jetty's. */
    JETTY("Jetty, `DefaultSessionCache`, `NullSessionDataStore`");

    private final String title;

    SessionsKind(String title) {
        this.title = title;
    }

    /** What the report calls it. */
    public String title() {
        return title;
    }

    Sessions start() throws Exception {
        return switch (this) {
            case VALUES -> new BareValues();
            case SOJOURN -> new SojournStore();
            case SPRING -> new SpringMap();
            case JETTY -> new JettyCache();
        };
    }
}
