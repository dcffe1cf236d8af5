// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import dev.sojourn.SessionSnapshot;
import dev.sojourn.codec.AttributeCodecs;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A session outside of any request, for listeners: to read only, and what is done to it has no effect. */
final class SnapshotView implements HttpSession {
    private final SessionSnapshot session;
    private final ServletContext servletContext;
    private final ActiveValues active;
    private final Map<String, Object> values = new ConcurrentHashMap<>();

    SnapshotView(SessionSnapshot session, ServletContext servletContext, AttributeCodecs codecs) {
        this.session = session;
        this.servletContext = servletContext;
        this.active = new ActiveValues(codecs);
    }

    @Override
    public long getCreationTime() {
        return session.created().toEpochMilli();
    }

    @Override
    public String getId() {
        return session.id();
    }

    @Override
    public long getLastAccessedTime() {
        return session.lastAccessed().toEpochMilli();
    }

    @Override
    public ServletContext getServletContext() {
        return servletContext;
    }

    /** Has no effect. */
    @Override
    public void setMaxInactiveInterval(int seconds) {}

    /** What was left of it after its last use. */
    @Override
    public int getMaxInactiveInterval() {
        return Timeouts.seconds(Optional.of(Duration.between(session.lastAccessed(), session.expiresAt())));
    }

    /** The same object each time. */
    @Override
    public @Nullable Object getAttribute(String name) {
        Object known = values.get(name);
        if (known == null) {
            Optional<Object> value = session.get(name);
            value.ifPresent(found -> {
                values.put(name, found);
                active.got(this, name, found);
            });
            known = value.orElse(null);
        }
        return known;
    }

    /** All values. */
    Map<String, Object> values() {
        ContainerUser.without(session.names()).forEach(this::getAttribute);
        return new TreeMap<>(values);
    }

    @Override
    public Enumeration<String> getAttributeNames() {
        return Collections.enumeration(ContainerUser.without(session.names()));
    }

    /** Has no effect. */
    @Override
    public void setAttribute(String name, @Nullable Object value) {}

    /** Has no effect. */
    @Override
    public void removeAttribute(String name) {}

    /** Has no effect. */
    @Override
    public void invalidate() {}

    @Override
    public boolean isNew() {
        return false;
    }

    /** The public id. */
    @Override
    public String toString() {
        return "HttpSession[" + session.id() + "]";
    }
}
