// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.http;

import dev.sojourn.benchmarks.DatabasePool;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.SessionHandler;
import org.eclipse.jetty.session.DatabaseAdaptor;
import org.eclipse.jetty.session.DefaultSessionCache;
import org.eclipse.jetty.session.JDBCSessionDataStore;
import org.eclipse.jetty.session.NullSessionCache;
import org.eclipse.jetty.session.SessionCache;

/** The pages with Jetty's own sessions in a database, 30 minutes idle timeout, everything else as it comes. */
final class JettyJdbcPages {
    private static final int THIRTY_MINUTES = 30 * 60;

    private JettyJdbcPages() {}

    /** Each request asks the database, as it must where any node may get it. */
    static void addTo(ServletContextHandler context, String url) {
        SessionHandler sessions = new SessionHandler();
        add(context, sessions, new NullSessionCache(sessions), "jetty_sessions", url);
    }

    /** Jetty's default: sessions stay in the heap, which needs one node, or a load balancer that sends everybody to theirs. */
    static void addCachedTo(ServletContextHandler context, String url) {
        SessionHandler sessions = new SessionHandler();
        add(context, sessions, new DefaultSessionCache(sessions), "jetty_cached_sessions", url);
    }

    private static void add(
            ServletContextHandler context, SessionHandler sessions, SessionCache cache, String table, String url) {
        DatabaseAdaptor adaptor = new DatabaseAdaptor();
        adaptor.setDatasource(DatabasePool.open(url, Load.CONNECTIONS));
        JDBCSessionDataStore.SessionTableSchema schema = new JDBCSessionDataStore.SessionTableSchema();
        schema.setTableName(table);
        JDBCSessionDataStore store = new JDBCSessionDataStore();
        store.setDatabaseAdaptor(adaptor);
        store.setSessionTableSchema(schema);
        cache.setSessionDataStore(store);
        sessions.setSessionCache(cache);
        sessions.setMaxInactiveInterval(THIRTY_MINUTES);
        context.setSessionHandler(sessions);
        Pages.withSession(context);
    }
}
