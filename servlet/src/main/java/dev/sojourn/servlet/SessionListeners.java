// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EventListener;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells the application's session listeners, each on its own: what one throws is logged and stops neither the others nor
 * what is going on. Immutable and thread-safe.
 */
final class SessionListeners {
    private static final System.Logger LOG = System.getLogger(SessionListeners.class.getName());

    private final List<HttpSessionListener> lives;
    private final List<HttpSessionListener> livesBackwards;
    private final List<HttpSessionIdListener> ids;
    private final List<HttpSessionAttributeListener> attributes;

    /** Tells each of these once, even if it was found in several places. */
    SessionListeners(Collection<? extends EventListener> all) {
        Set<EventListener> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<EventListener> once = all.stream()
                .filter(seen::add)
                .<EventListener>map(listener -> listener)
                .toList();
        this.lives = only(once, HttpSessionListener.class);
        this.ids = only(once, HttpSessionIdListener.class);
        this.attributes = only(once, HttpSessionAttributeListener.class);
        List<HttpSessionListener> backwards = new ArrayList<>(lives);
        Collections.reverse(backwards);
        this.livesBackwards = List.copyOf(backwards);
    }

    static boolean isSessionListener(EventListener listener) {
        return listener instanceof HttpSessionListener
                || listener instanceof HttpSessionIdListener
                || listener instanceof HttpSessionAttributeListener;
    }

    void created(HttpSession session) {
        HttpSessionEvent event = new HttpSessionEvent(session);
        lives.forEach(listener -> tell(listener, () -> listener.sessionCreated(event)));
    }

    void idChanged(HttpSession session, String oldId) {
        HttpSessionEvent event = new HttpSessionEvent(session);
        ids.forEach(listener -> tell(listener, () -> listener.sessionIdChanged(event, oldId)));
    }

    void set(HttpSession session, String name, Optional<Object> before, Object value) {
        Object old = before.orElse(null);
        if (old != value) {
            bound(session, name, value);
            before.ifPresent(gone -> unbound(session, name, gone));
        }
        if (attributes.isEmpty()) {
            return;
        }
        HttpSessionBindingEvent event = new HttpSessionBindingEvent(session, name, before.orElse(value));
        attributes.forEach(listener -> tell(listener, () -> {
            if (before.isPresent()) {
                listener.attributeReplaced(event);
            } else {
                listener.attributeAdded(event);
            }
        }));
    }

    void removed(HttpSession session, String name, Object value) {
        unbound(session, name, value);
        if (!attributes.isEmpty()) {
            HttpSessionBindingEvent event = new HttpSessionBindingEvent(session, name, value);
            attributes.forEach(listener -> tell(listener, () -> listener.attributeRemoved(event)));
        }
    }

    /** A session has ended: its listeners last in, first out, then its values. */
    void ended(HttpSession session, Map<String, Object> values) {
        HttpSessionEvent event = new HttpSessionEvent(session);
        livesBackwards.forEach(listener -> tell(listener, () -> listener.sessionDestroyed(event)));
        values.forEach((name, value) -> removed(session, name, value));
    }

    private static void bound(HttpSession session, String name, Object value) {
        if (value instanceof HttpSessionBindingListener listener) {
            tell(listener, () -> listener.valueBound(new HttpSessionBindingEvent(session, name, value)));
        }
    }

    private static void unbound(HttpSession session, String name, Object value) {
        if (value instanceof HttpSessionBindingListener listener) {
            tell(listener, () -> listener.valueUnbound(new HttpSessionBindingEvent(session, name, value)));
        }
    }

    /** Throwable on purpose: whatever a listener throws, an ending goes on. */
    static void tell(EventListener listener, Runnable call) {
        try {
            call.run();
        } catch (Throwable problem) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "session listener " + listener.getClass().getName() + " failed",
                    problem);
        }
    }

    private static <T> List<T> only(List<EventListener> all, Class<T> type) {
        return all.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
