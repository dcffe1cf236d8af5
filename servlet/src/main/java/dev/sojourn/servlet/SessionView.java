// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import dev.sojourn.Session;
import dev.sojourn.Session.State;
import dev.sojourn.SessionEndedException;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A session as Servlet applications know it, in one request.
 *
 * <p>Thread-safe and confined to one request: what outlives the request takes the accessor (Servlet 6.1).
 */
class SessionView implements HttpSession {
    private final Session session;
    private final SessionContext context;
    private final Announcements told;
    private final ActiveValues active;
    private int lastInterval;
    /** What was in it when it ended, while listeners are told so. */
    private @Nullable Map<String, Object> farewell;

    private long created;
    private long lastAccessed;

    SessionView(Session session, SessionContext context, Announcements told) {
        this.session = session;
        this.context = context;
        this.told = told;
        this.active = new ActiveValues(context.sessions().manager().codecs());
        this.lastInterval = Timeouts.seconds(session.idleTimeout());
    }

    final boolean isOf(Session other) {
        return session == other;
    }

    final Session core() {
        return session;
    }

    final SessionContext context() {
        return context;
    }

    @Override
    public long getCreationTime() {
        return farewell == null ? session.created().toEpochMilli() : created;
    }

    /** Also after the end. */
    @Override
    public String getId() {
        return session.id();
    }

    @Override
    public long getLastAccessedTime() {
        return farewell == null ? session.lastAccessed().toEpochMilli() : lastAccessed;
    }

    @Override
    public ServletContext getServletContext() {
        return context.servletContext();
    }

    /** Zero and less mean never, as the specification says; not an error after the end. */
    @Override
    public synchronized void setMaxInactiveInterval(int seconds) {
        lastInterval = seconds;
        try {
            if (seconds <= 0) {
                session.withoutIdleTimeout();
            } else {
                session.idleTimeout(Duration.ofSeconds(seconds));
            }
        } catch (SessionEndedException over) {
            // The specification does not let this method fail, and there is nothing left to set.
        }
    }

    @Override
    public synchronized int getMaxInactiveInterval() {
        return lastInterval;
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        Map<String, Object> left = farewell;
        return left != null ? left.get(named(name)) : read(named(name)).orElse(null);
    }

    /** A copy, so that attributes may be removed while going through it. */
    @Override
    public Enumeration<String> getAttributeNames() {
        Map<String, Object> left = farewell;
        return Collections.enumeration(left != null ? left.keySet() : ContainerUser.without(session.names()));
    }

    @Override
    public void setAttribute(String name, @Nullable Object value) {
        if (value == null) {
            removeAttribute(name);
            return;
        }
        if (farewell != null) {
            return; // a listener writes into a session that has ended: it is not kept
        }
        Optional<Object> before = read(named(name));
        session.set(name, value);
        active.set(name, value);
        context.listeners().set(this, name, before, value);
    }

    @Override
    public void removeAttribute(String name) {
        if (farewell != null) {
            return;
        }
        Optional<Object> before = read(named(name));
        session.remove(name);
        active.lost(name);
        before.ifPresent(value -> context.listeners().removed(this, name, value));
    }

    /**
     * Ends the session in the store first, and tells listeners then: so they are told once, whoever else ends it at the same
     * time, and cannot keep it alive. To them it is still readable.
     */
    @Override
    public void invalidate() {
        if (farewell != null) {
            return; // a listener ends what has ended
        }
        if (session.state() == State.ENDED) {
            throw new SessionEndedException(session.id());
        }
        created = session.created().toEpochMilli();
        lastAccessed = session.lastAccessed().toEpochMilli();
        Map<String, Object> values = new TreeMap<>();
        ContainerUser.without(session.names()).forEach(name -> read(name).ifPresent(value -> values.put(name, value)));
        if (told.ending(session, () -> context.events().run(told, session::invalidate))) {
            farewell = values;
            try {
                context.listeners().ended(this, Map.copyOf(values));
            } finally {
                farewell = null;
            }
        }
    }

    @Override
    public boolean isNew() {
        return farewell == null && session.isNew();
    }

    /** The session is about to be saved for the last time in this request: its values are told. */
    final void sleep() {
        if (session.state() != State.ENDED) {
            active.sleep(this);
        }
    }

    /** Saves while the request goes on: its values are told before and after. */
    final void sleepDuring(Runnable save) {
        if (session.state() == State.ENDED) {
            save.run();
        } else {
            active.sleepDuring(this, save);
        }
    }

    /** The public id and the state; no value. */
    @Override
    public String toString() {
        return "HttpSession[" + session.id() + ", " + session.state() + "]";
    }

    private Optional<Object> read(String name) {
        Optional<Object> value = session.get(name);
        value.ifPresent(found -> active.got(this, name, found));
        return value;
    }

    private static String named(@Nullable String name) {
        if (name == null) {
            throw new IllegalArgumentException("attribute name must not be null");
        }
        return name;
    }
}
