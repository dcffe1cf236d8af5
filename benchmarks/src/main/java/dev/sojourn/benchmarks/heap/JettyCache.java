// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.heap;

import dev.sojourn.benchmarks.SampleAttributes;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.SessionHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.session.DefaultSessionCache;
import org.eclipse.jetty.session.ManagedSession;
import org.eclipse.jetty.session.NullSessionDataStore;

/**
 * Jetty's own sessions for servlets, made by its session handler as for a request, but without one.
 *
 * <p>The server is started, since its parts need it, and has no connector. Sessions idle out after 30 minutes, as Sojourn's
 * and Spring's do by default.
 */
final class JettyCache implements Sessions {
    private static final int THIRTY_MINUTES = 30 * 60;

    private final SessionHandler handler = new SessionHandler();
    private final DefaultSessionCache cache = new DefaultSessionCache(handler);

    JettyCache() throws Exception {
        cache.setSessionDataStore(new NullSessionDataStore());
        handler.setSessionCache(cache);
        handler.setMaxInactiveInterval(THIRTY_MINUTES);
        ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.SESSIONS);
        context.setSessionHandler(handler);
        Server server = new Server();
        server.setHandler(context);
        server.start();
    }

    @Override
    public void add(int number) {
        handler.newSession(null, null, session -> fill(session, number));
    }

    private void fill(ManagedSession session, int number) {
        SampleAttributes.forEach(number, session::setAttribute);
        handler.commit(session);
        handler.complete(session);
    }

    @Override
    public long count() {
        return cache.getSessionsCurrent();
    }

    @Override
    public Object root() {
        return cache;
    }
}
