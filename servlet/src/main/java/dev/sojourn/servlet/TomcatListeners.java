// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import jakarta.servlet.ServletContext;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EventListener;
import java.util.List;

/** Tomcat keeps two lists in its context, which hides behind a facade: of those that see lives end, and of all others. */
final class TomcatListeners implements ContextListeners.KnownContainer {
    private static final String FACADE = "org.apache.catalina.core.ApplicationContextFacade";

    @Override
    public boolean knows(ServletContext context) {
        return context.getClass().getName().equals(FACADE);
    }

    @Override
    public Collection<EventListener> listeners(ServletContext context) throws ReflectiveOperationException {
        if (!knows(context)) {
            return List.of();
        }
        Object standardContext = field(field(context, "context"), "context");
        List<EventListener> found = new ArrayList<>();
        add(standardContext, "getApplicationLifecycleListeners", found);
        add(standardContext, "getApplicationEventListeners", found);
        return found;
    }

    private static void add(Object standardContext, String getter, List<EventListener> found)
            throws ReflectiveOperationException {
        Object[] listeners =
                (Object[]) standardContext.getClass().getMethod(getter).invoke(standardContext);
        for (Object listener : listeners) {
            if (listener instanceof EventListener known) {
                found.add(known);
            }
        }
    }

    private static Object field(Object owner, String name) throws ReflectiveOperationException {
        Field field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        Object value = field.get(owner);
        if (value == null) {
            throw new NoSuchFieldException(name + " of " + owner.getClass().getName() + " is empty");
        }
        return value;
    }
}
