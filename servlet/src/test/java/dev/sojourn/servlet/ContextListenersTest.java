// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequestListener;
import java.lang.reflect.Proxy;
import java.util.List;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.junit.jupiter.api.Test;

/** Finding the application's listeners, on containers that changed and on unknown ones. */
final class ContextListenersTest {

    private static final class UnknownContext {
        static ServletContext create() {
            return (ServletContext) Proxy.newProxyInstance(
                    ServletContext.class.getClassLoader(),
                    new Class<?>[] {ServletContext.class},
                    (proxy, method, arguments) -> method.getName().equals("getServerInfo") ? "Unknown/1" : null);
        }
    }

    /** C: container-registered listeners: a container that changed inside gets a log line and no failure. */
    @Test
    void container_that_changed_inside_is_told_in_the_log() {
        try (LogRecorder log = LogRecorder.of("dev.sojourn.servlet")) {
            assertEquals(List.of(), ContextListeners.of(UnknownContext.create(), false, List.of(context -> {
                throw new NoSuchFieldException("context");
            })));
            assertEquals(1, log.messages().size());
            assertTrue(log.messages().get(0).contains("SessionFilter.builder(..).listener(..)"));
        }
    }

    /** C: an unknown container gets one line that says how to register by hand, unless that was done. */
    @Test
    void unknown_container_is_told_in_the_log() {
        try (LogRecorder log = LogRecorder.of("dev.sojourn.servlet")) {
            assertEquals(List.of(), ContextListeners.of(UnknownContext.create(), true));
            assertEquals(List.of(), log.messages());
            assertEquals(List.of(), ContextListeners.of(UnknownContext.create(), false));
            assertEquals(1, log.messages().size());
            assertTrue(log.messages().get(0).contains("Unknown/1"));
        }
    }

    /** Listeners to other things are left out, and the rest keeps its order. */
    @Test
    void only_session_listeners_are_taken() {
        RecordingListener session = new RecordingListener();
        assertEquals(
                List.of(session),
                ContextListeners.of(
                        UnknownContext.create(),
                        false,
                        List.of(context -> List.of(new ServletRequestListener() {}, session))));
    }

    /** A Jetty without a session handler says nothing of sessions: our defaults hold. */
    @Test
    void jetty_without_sessions_of_its_own_works() {
        RecordingListener listener = new RecordingListener();
        ServletFixture fixture = new ServletFixture() {
            @Override
            TestContainer.Kind kind() {
                return (path, application) ->
                        JettyContainer.start(path, application, ServletContextHandler.NO_SESSIONS);
            }
        };
        fixture.servlet.on("/", (request, response) -> request.getSession().setAttribute("user", "ada"));
        Browser browser = fixture.start("", context -> SessionFilter.builder(fixture.manager())
                .listener(listener)
                .build()
                .addTo(context));
        try {
            assertTrue(browser.get("/").sessionCookie().isPresent());
            assertEquals(List.of("created", "added user=ada"), listener.take());
        } finally {
            fixture.stopQuietly();
        }
    }
}
