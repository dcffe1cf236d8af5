// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.Session;
import dev.sojourn.SessionEvent;
import dev.sojourn.SessionManager;

/**
 * A process of its own that ends a session and dies: as soon as the session has ended, or while it tells that.
 *
 * <p>Arguments: the server's port, and whether it lives until it tells.
 */
final class DyingNode {
    private static final int STATUS = 9;

    private DyingNode() {}

    public static void main(String[] arguments) {
        boolean tells = Boolean.parseBoolean(arguments[1]);
        RedisStore store = RedisStore.builder()
                .uri("redis://127.0.0.1:" + arguments[0])
                .withoutStartReport()
                .build();
        try (SessionManager manager = SessionManager.builder(store)
                .inlineListener(event -> {
                    if (event instanceof SessionEvent.Ended && !tells) {
                        die();
                    }
                })
                .endListener(ended -> {
                    System.out.println("telling " + ended.sessionId());
                    die();
                })
                .withoutThreads()
                .build()) {
            Session session = manager.create();
            session.login("anna");
            manager.commit(session);
            System.out.println("ending " + session.id());
            session.invalidate();
            manager.sweep();
        }
    }

    private static void die() {
        System.out.flush();
        Runtime.getRuntime().halt(STATUS);
    }
}
