// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import jakarta.servlet.ServletContext;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EventListener;
import java.util.List;

/** Undertow's deployment keeps its listeners with the factories that made them, in a list of its own. */
final class UndertowListeners implements ContextListeners.KnownContainer {
    private static final String CONTEXT = "io.undertow.servlet.spec.ServletContextImpl";

    @Override
    public boolean knows(ServletContext context) {
        return context.getClass().getName().equals(CONTEXT);
    }

    @Override
    public Collection<EventListener> listeners(ServletContext context) throws ReflectiveOperationException {
        if (!knows(context)) {
            return List.of();
        }
        Object deployment = context.getClass().getMethod("getDeployment").invoke(context);
        Object all = deployment.getClass().getMethod("getApplicationListeners").invoke(deployment);
        Field list = all.getClass().getDeclaredField("allListeners");
        list.setAccessible(true);
        List<EventListener> found = new ArrayList<>();
        for (Object managed : (Collection<?>) list.get(all)) {
            Object listener = managed.getClass().getMethod("instance").invoke(managed);
            if (listener instanceof EventListener known) {
                found.add(known);
            }
        }
        return found;
    }
}
