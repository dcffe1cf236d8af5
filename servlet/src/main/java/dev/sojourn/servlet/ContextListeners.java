// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import jakarta.servlet.ServletContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EventListener;
import java.util.List;

/**
 * The session listeners that the application registered with its container, by annotation, {@code web.xml} or code.
 *
 * <p>The Servlet API lets nobody ask for them, so each container is asked in its own way, by reflection. The container itself
 * never calls them, as it never has a session. Where that fails, a log line says to register them with the filter.
 */
final class ContextListeners {
    private static final System.Logger LOG = System.getLogger(ContextListeners.class.getName());

    private ContextListeners() {}

    /** How one container is asked. */
    @FunctionalInterface
    interface Source {

        /** All listeners of this context, of any kind; empty list for another container's context. */
        Collection<? extends EventListener> listeners(ServletContext context) throws ReflectiveOperationException;
    }

    static List<EventListener> of(ServletContext servletContext, boolean someByHand) {
        return of(
                servletContext,
                someByHand,
                List.of(new TomcatListeners(), new JettyListeners(), new UndertowListeners()));
    }

    static List<EventListener> of(ServletContext servletContext, boolean someByHand, List<Source> sources) {
        for (Source source : sources) {
            try {
                Collection<? extends EventListener> found = source.listeners(servletContext);
                if (!found.isEmpty()) {
                    List<EventListener> ours = new ArrayList<>(found);
                    ours.removeIf(listener -> !SessionListeners.isSessionListener(listener));
                    return ours;
                }
            } catch (ReflectiveOperationException | RuntimeException changed) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "the session listeners registered with this container cannot be found, and will not be called: name"
                                + " them with SessionFilter.builder(..).listener(..) (" + changed + ")");
                return List.of();
            }
        }
        if (!someByHand && sources.stream().noneMatch(source -> knows(source, servletContext))) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "session listeners are found by themselves on Tomcat, Jetty and Undertow; on this container ("
                            + servletContext.getServerInfo()
                            + ") name them with SessionFilter.builder(..).listener(..)");
        }
        return List.of();
    }

    private static boolean knows(Source source, ServletContext servletContext) {
        return source instanceof KnownContainer known && known.knows(servletContext);
    }

    /** A source that can tell its own container's context. */
    interface KnownContainer extends Source {

        /** Whether this context is its container's. */
        boolean knows(ServletContext context);
    }
}
