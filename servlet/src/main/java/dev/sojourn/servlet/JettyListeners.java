// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import jakarta.servlet.ServletContext;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EventListener;
import java.util.List;

/** Jetty's context handler lists its listeners; its session handler, if it has one, those that concern sessions. */
final class JettyListeners implements ContextListeners.KnownContainer {
    private static final String PACKAGE = "org.eclipse.jetty.";
    private static final String HANDLER = "ServletContextHandler";

    @Override
    public boolean knows(ServletContext context) {
        return context.getClass().getName().startsWith(PACKAGE);
    }

    @Override
    public Collection<EventListener> listeners(ServletContext context) throws ReflectiveOperationException {
        if (!knows(context)) {
            return List.of();
        }
        Class<?> handlerType = handlerType(context.getClass());
        Object handler = handlerType
                .getMethod("getServletContextHandler", ServletContext.class)
                .invoke(null, context);
        List<EventListener> found = new ArrayList<>();
        add(handler, found);
        add(sessionHandler(handler), found);
        return found;
    }

    /** The context is an inner class of the handler, whose package differs between editions (ee10, ee11). */
    private static Class<?> handlerType(Class<?> contextType) throws ClassNotFoundException {
        for (Class<?> type = contextType; type != null; type = type.getSuperclass()) {
            int handler = type.getName().indexOf("." + HANDLER);
            if (handler > 0) {
                String name = type.getName().substring(0, handler + 1) + HANDLER;
                return Class.forName(name, false, type.getClassLoader());
            }
        }
        throw new ClassNotFoundException(HANDLER + " around " + contextType.getName());
    }

    private static Object sessionHandler(Object handler) throws ReflectiveOperationException {
        try {
            Object sessions = handler.getClass().getMethod("getSessionHandler").invoke(handler);
            return sessions == null ? handler : sessions;
        } catch (InvocationTargetException withoutSessions) {
            return handler;
        }
    }

    private static void add(Object component, List<EventListener> found) throws ReflectiveOperationException {
        Object listeners = component.getClass().getMethod("getEventListeners").invoke(component);
        if (listeners instanceof Collection<?> all) {
            for (Object listener : all) {
                if (listener instanceof EventListener known) {
                    found.add(known);
                }
            }
        }
    }
}
