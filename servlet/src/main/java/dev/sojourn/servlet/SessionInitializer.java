// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import dev.sojourn.SessionManager;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Registers the session filter when an application starts, without a line of {@code web.xml}.
 *
 * <p>Extend it, make the manager in {@link #manager}, and name your class in
 * {@code META-INF/services/jakarta.servlet.ServletContainerInitializer}. The filter comes before all others, for all requests
 * and dispatcher types; the manager is closed with the application. Called once, by one thread.
 */
public abstract class SessionInitializer implements ServletContainerInitializer {

    /** For subclasses. */
    protected SessionInitializer() {}

    /** Makes the application's session manager; it belongs to the application from now on. */
    protected abstract SessionManager manager(ServletContext context);

    /** Makes the filter; by default with the cookie, timeout and listeners of the context. */
    protected SessionFilter filter(SessionManager manager, ServletContext context) {
        return SessionFilter.of(manager);
    }

    /** Registers filter and manager; the manager is also the context attribute {@link SessionFilter#ATTRIBUTE}. */
    @Override
    public final void onStartup(@Nullable Set<Class<?>> classes, ServletContext context) {
        SessionManager manager = manager(context);
        if (context.getAttribute(SessionFilter.ATTRIBUTE) == null) {
            context.setAttribute(SessionFilter.ATTRIBUTE, manager);
        }
        filter(manager, context).addTo(context);
        context.addListener(new Closing(manager));
    }

    /** Closes the manager when the application stops. */
    private record Closing(SessionManager manager) implements ServletContextListener {
        @Override
        public void contextDestroyed(ServletContextEvent event) {
            manager.close();
        }
    }
}
