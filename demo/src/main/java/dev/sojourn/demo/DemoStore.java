// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import dev.sojourn.store.SessionStore;
import picocli.CommandLine.TypeConversionException;

/** Which store the demo keeps its sessions in, as {@code --store} names it. Immutable; never shows a password. */
sealed interface DemoStore permits MemoryDemoStore, FileDemoStore, CookieDemoStore, RedisDemoStore, JdbcDemoStore {

    /**
     * Understands a name.
     *
     * @throws TypeConversionException if it is none, without what may be a password; nothing is opened yet
     */
    static DemoStore parse(String name) {
        if (name.equals(MemoryDemoStore.NAME)) {
            return new MemoryDemoStore();
        }
        if (name.startsWith(FileDemoStore.SCHEME)) {
            return FileDemoStore.parse(name);
        }
        if (CookieDemoStore.isNamedBy(name)) {
            return CookieDemoStore.parse(name);
        }
        if (RedisDemoStore.isNamedBy(name)) {
            return RedisDemoStore.parse(name);
        }
        if (JdbcDemoStore.isNamedBy(name)) {
            return JdbcDemoStore.parse(name);
        }
        throw new TypeConversionException("there is no store \"" + kindOf(name)
                + "\"; there is: memory, file:PATH, cookie, cookie:KEY, redis://HOST:PORT, redis-sentinel://HOST:PORT,…#MASTER,"
                + " redis-cluster://HOST:PORT,…, jdbc:postgresql://…, jdbc:mariadb://…, jdbc:h2:…");
    }

    /** What was typed; may hold a password, so it is not for showing. */
    String name();

    /** What can be shown: the name without user, password and settings. */
    String label();

    /** Whether several servers can use it at once. */
    boolean isShared();

    /** Whether it tells every server what the others change, as a near cache needs. */
    boolean tellsChanges();

    /**
     * Whether servers have the sessions, and not browsers: then requests of one can wait for each other, and what ended can be kept
     * until it is written down.
     */
    default boolean isWithServers() {
        return true;
    }

    /**
     * Opens it.
     *
     * @param nearCache whether a near cache is before it; only if it {@link #tellsChanges}
     * @throws UnusableStoreException if it cannot be used as it is
     */
    SessionStore open(boolean nearCache);

    /** Whoever types a name that we do not understand may have a password anywhere in it, but not before the first colon. */
    private static String kindOf(String name) {
        return name.replaceFirst("(?s)^((?:jdbc:)?[^:]*).*", "$1");
    }
}
