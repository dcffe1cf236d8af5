// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.http;

import org.eclipse.jetty.ee11.servlet.ServletContextHandler;

/** What is measured: the same three pages, with sessions kept in different ways. */
enum Subject {
    /** The three pages without any session: what Jetty and the client cost. */
    EMPTY("no session at all") {
        @Override
        void addTo(ServletContextHandler context, int redisPort) {
            Pages.withoutSession(context);
        }
    },
    /** A read is one GET, a write one GET and one SET, by a servlet that knows its bytes: the floor for any session in Redis. */
    BARE("bare servlet: GET, GET + SET") {
        @Override
        void addTo(ServletContextHandler context, int redisPort) {
            BarePages.addTo(context, redisPort);
        }
    },
    /** Sojourn with its defaults. */
    SOJOURN("Sojourn, `RedisStore`") {
        @Override
        void addTo(ServletContextHandler context, int redisPort) {
            SojournPages.addTo(context, redisPort, false);
        }
    },
    /** Sojourn with the near cache before its store. */
    SOJOURN_NEAR("Sojourn, `RedisStore` behind `NearCache`") {
        @Override
        void addTo(ServletContextHandler context, int redisPort) {
            SojournPages.addTo(context, redisPort, true);
        }
    },
    /** Spring Session as {@code @EnableRedisHttpSession} sets it up. */
    SPRING("Spring Session, default repository") {
        @Override
        void addTo(ServletContextHandler context, int redisPort) {
            SpringPages.addTo(context, redisPort);
        }
    },
    /** Spring Session as {@code @EnableRedisIndexedHttpSession} sets it up: with an index of principals and events. */
    SPRING_INDEXED("Spring Session, indexed repository") {
        @Override
        void addTo(ServletContextHandler context, int redisPort) {
            SpringPages.addIndexedTo(context, redisPort);
        }
    };

    private final String title;

    Subject(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** Adds its filter and the pages {@code /create}, {@code /read} and {@code /write}. */
    abstract void addTo(ServletContextHandler context, int redisPort);
}
