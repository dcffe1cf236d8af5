// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import dev.sojourn.SessionSnapshot;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A session outside of any request, for listeners: to read only, and what is done to it has no effect. */
final class SnapshotView implements HttpSession {
    private final SessionSnapshot session;
    private final ServletContext servletContext;

    SnapshotView(SessionSnapshot session, ServletContext servletContext) {
        this.session = session;
        this.servletContext = servletContext;
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

    @Override
    public @Nullable Object getAttribute(String name) {
        return session.get(name).orElse(null);
    }

    @Override
    public Enumeration<String> getAttributeNames() {
        return Collections.enumeration(session.names());
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
