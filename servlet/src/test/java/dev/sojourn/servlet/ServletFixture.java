// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.sojourn.SessionManager;
import dev.sojourn.SessionPolicy;
import dev.sojourn.store.memory.MemoryStore;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.EventListener;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;

/** One application per test, in a container of the kind that the subclass names, with a clock that stands still. */
abstract class ServletFixture {
    final TestClock clock = new TestClock();
    final StoreProbe store = new StoreProbe(MemoryStore.builder().clock(clock).build());
    final ScriptedServlet servlet = new ScriptedServlet();
    final RecordingListener listener = new RecordingListener();
    SessionPolicy policy = SessionPolicy.builder().touchEvery(Duration.ZERO).build();

    private final List<AutoCloseable> toClose = new ArrayList<>();
    private final List<SessionManager> managers = new ArrayList<>();

    /** Which container. */
    abstract TestContainer.Kind kind();

    /** Starts the application with one page, and opens a browser on it. */
    Browser serving(String path, ScriptedServlet.Page page) {
        servlet.on(path, page);
        return start();
    }

    /** Starts the application with the filter as it registers itself. */
    Browser start() {
        return start("", context -> filter().addTo(context));
    }

    /** Starts the application with the filter for these dispatches only. */
    Browser startMappedTo(DispatcherType first, DispatcherType... rest) {
        return start("", context -> {
            FilterRegistration.Dynamic registration = context.addFilter("sojourn", filter());
            registration.setAsyncSupported(true);
            registration.addMappingForUrlPatterns(EnumSet.of(first, rest), false, "/*");
        });
    }

    /** Starts the application in a container that the test starts in its own way. */
    Browser startIn(TestContainer.Kind special) {
        return start(special, "", context -> filter().addTo(context));
    }

    Browser start(String contextPath, Consumer<ServletContext> registering) {
        return start(kind(), contextPath, registering);
    }

    private Browser start(TestContainer.Kind kind, String contextPath, Consumer<ServletContext> registering) {
        TestContainer container = kind.start(contextPath, context -> {
            registering.accept(context);
            ServletRegistration.Dynamic registration = context.addServlet("scripted", servlet);
            registration.setAsyncSupported(true);
            registration.addMapping("/");
        });
        toClose.add(container);
        return new Browser(container.port());
    }

    SessionFilter filter() {
        return SessionFilter.builder(manager()).listener(listener).build();
    }

    /** The one session manager, made when first asked for. */
    SessionManager manager() {
        if (managers.isEmpty()) {
            SessionManager made = SessionManager.builder(store)
                    .clock(clock)
                    .policy(policy)
                    .withoutThreads()
                    .build();
            managers.add(made);
        }
        return managers.get(0);
    }

    /** A listener of the application's, registered with the container. */
    static Consumer<ServletContext> listening(EventListener listener, Consumer<ServletContext> then) {
        return context -> {
            context.addListener(listener);
            then.accept(context);
        };
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable closeable : toClose) {
            closeable.close();
        }
        managers.forEach(SessionManager::close);
        Throwable problem = servlet.takeFailure();
        if (problem != null) {
            fail("a page failed", problem);
        }
    }

    /** For tests that make a fixture of their own. */
    void stopQuietly() {
        try {
            stop();
        } catch (Exception problem) {
            throw new IllegalStateException(problem);
        }
    }

    static void assertOk(Browser.Reply reply) {
        assertEquals(200, reply.status(), () -> "status of the answer: " + reply.body());
    }
}
