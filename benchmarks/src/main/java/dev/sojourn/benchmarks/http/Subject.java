// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.http;

import org.eclipse.jetty.ee11.servlet.ServletContextHandler;

/** What is measured: the same three pages, with sessions kept in different ways. */
enum Subject {
    /** The three pages without any session: what Jetty and the client cost. */
    EMPTY("no session at all", (context, address) -> Pages.withoutSession(context)),
    /** A read is one GET, a write one GET and one SET, by a servlet that knows its bytes: the floor for any session in Redis. */
    REDIS_BARE("bare servlet: GET, GET + SET", BareRedisPages::addTo),
    /** Sojourn with its defaults. */
    REDIS_SOJOURN("Sojourn, `RedisStore`", SojournPages::onRedis),
    /** Sojourn with the near cache before its store. */
    REDIS_SOJOURN_NEAR("Sojourn, `RedisStore` behind `NearCache`", SojournPages::onRedisNear),
    /** Spring Session as {@code @EnableRedisHttpSession} sets it up. */
    REDIS_SPRING("Spring Session, default repository", SpringRedisPages::addTo),
    /** Spring Session as {@code @EnableRedisIndexedHttpSession} sets it up: with an index of principals and events. */
    REDIS_SPRING_INDEXED("Spring Session, indexed repository", SpringRedisPages::addIndexedTo),
    /** A read is one SELECT, a write one SELECT and one UPDATE: the floor for any session in a database. */
    JDBC_BARE("bare servlet: SELECT, SELECT + UPDATE", BareJdbcPages::addTo),
    /** Sojourn with its defaults. */
    JDBC_SOJOURN("Sojourn, `JdbcStore`", SojournPages::onJdbc),
    /** Sojourn with the near cache before its store, which tells other nodes of each change. */
    JDBC_SOJOURN_NEAR("Sojourn, `JdbcStore` with change feed behind `NearCache`", SojournPages::onJdbcNear),
    /** Spring Session as {@code @EnableJdbcHttpSession} sets it up. */
    JDBC_SPRING("Spring Session JDBC", SpringJdbcPages::addTo),
    /** Jetty's sessions, read from the database by each request. */
    JDBC_JETTY("Jetty, `JDBCSessionDataStore`, `NullSessionCache`", JettyJdbcPages::addTo),
    /** Jetty's sessions, kept in the heap of one node. */
    JDBC_JETTY_CACHED("Jetty, `JDBCSessionDataStore`, `DefaultSessionCache`", JettyJdbcPages::addCachedTo);

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // always a reference to a static method
    private final Construction construction;

    Subject(String title, Construction construction) {
        this.title = title;
        this.construction = construction;
    }

    String title() {
        return title;
    }

    /** Adds its filter and the pages {@code /create}, {@code /read} and {@code /write}; the address is the backend's. */
    void addTo(ServletContextHandler context, String address) throws Exception {
        construction.addTo(context, address);
    }

    /** How it is put together. */
    @FunctionalInterface
    private interface Construction {
        void addTo(ServletContextHandler context, String address) throws Exception;
    }
}
