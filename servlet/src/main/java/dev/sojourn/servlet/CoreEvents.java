// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import dev.sojourn.SessionEvent;
import dev.sojourn.SessionListener;
import dev.sojourn.SessionSnapshot;
import dev.sojourn.codec.AttributeCodecs;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpSession;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes what happens to sessions in the core known to the application's Servlet listeners, once each.
 *
 * <p>What a request does through {@code HttpSession} is told by the request, at once and with its own session. The rest comes
 * here: sessions that time out or are ended from elsewhere, that were made or renewed through the core's own interface, or
 * renewed by the clock. The core calls on the thread that caused the event, so a request recognises its own.
 */
final class CoreEvents implements SessionListener {
    // Not static: another filter over the same manager must not take our requests for its own.
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<Announcements> current = new ThreadLocal<>();

    private final ServletContext servletContext;
    private final SessionListeners listeners;
    private final AttributeCodecs codecs;

    CoreEvents(ServletContext servletContext, SessionListeners listeners, AttributeCodecs codecs) {
        this.servletContext = servletContext;
        this.listeners = listeners;
        this.codecs = codecs;
    }

    /** Runs what a request does, so that the events of it are known to be its own. */
    <T> T within(Announcements told, Supplier<T> work) {
        Announcements outer = current.get();
        current.set(told);
        try {
            return work.get();
        } finally {
            if (outer == null) {
                current.remove();
            } else {
                current.set(outer);
            }
        }
    }

    void run(Announcements told, Runnable work) {
        Boolean unused = within(told, () -> {
            work.run();
            return true;
        });
    }

    @Override
    public void onEvent(SessionEvent event) {
        Announcements told = current.get();
        if (event instanceof SessionEvent.Created created) {
            created(told, created.session());
        } else if (event instanceof SessionEvent.Renewed renewed) {
            if (told != null && told.mayTellChange(renewed.newSessionId())) {
                told.view().ifPresent(view -> listeners.idChanged(view, renewed.sessionId()));
            }
        } else if (event instanceof SessionEvent.Ended ended) {
            if (told == null || !told.isOwnEnd(ended.sessionId())) {
                SnapshotView last = viewOf(ended.session());
                listeners.ended(last, last.values());
            }
        }
    }

    private void created(@Nullable Announcements told, SessionSnapshot session) {
        if (told != null) {
            told.stored();
        }
        if (told == null || told.mayTellCreation()) {
            listeners.created(
                    told == null
                            ? viewOf(session)
                            : told.view().<HttpSession>map(view -> view).orElseGet(() -> viewOf(session)));
        }
    }

    private SnapshotView viewOf(SessionSnapshot session) {
        return new SnapshotView(session, servletContext, codecs);
    }
}
