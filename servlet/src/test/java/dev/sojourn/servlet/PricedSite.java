// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sojourn.SessionManager;
import dev.sojourn.SessionPolicy;
import dev.sojourn.servers.Await;
import dev.sojourn.store.SessionStore;
import dev.sojourn.store.memory.NearCache;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** An application in Jetty with one visitor, and what each request of his sends to the store's server. */
final class PricedSite implements AutoCloseable {
    /** How often use is written to the store at most. */
    static final Duration TOUCH_EVERY = Duration.ofMinutes(1);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final StoreProbe store;
    private final Supplier<List<String>> passed;
    private final Optional<NearCache> copies;
    private final SessionManager manager;
    private final TestContainer container;
    private final Browser browser;

    /**
     * Starts it.
     *
     * @param passed what has travelled to the server since this was last asked
     */
    PricedSite(SessionStore origin, InstantSource clock, Supplier<List<String>> passed, boolean nearCache) {
        this.store = new StoreProbe(origin);
        this.passed = passed;
        this.copies = nearCache ? Optional.of(NearCache.builder(store).build()) : Optional.empty();
        this.manager = SessionManager.builder(
                        copies.<SessionStore>map(cache -> cache).orElse(store))
                .policy(SessionPolicy.builder().touchEvery(TOUCH_EVERY).build())
                .clock(clock)
                .withoutThreads()
                .build();
        ScriptedServlet servlet = pages();
        this.container = JettyContainer.start("", context -> {
            SessionFilter.of(manager).addTo(context);
            context.addServlet("scripted", servlet).addMapping("/");
        });
        this.browser = new Browser(container.port());
        copies.ifPresent(cache -> Await.until("the near cache is told of changes", PATIENCE, () -> cache.statistics()
                .flowing()));
    }

    private static ScriptedServlet pages() {
        ScriptedServlet servlet = new ScriptedServlet();
        servlet.on("/plain", (request, response) -> response.getWriter().print("plain"));
        servlet.on("/one", (request, response) -> request.getSession().setAttribute("value", 1));
        servlet.on("/two", (request, response) -> request.getSession().setAttribute("value", 2));
        servlet.on("/read", (request, response) -> response.getWriter()
                .print(request.getSession(false).getAttribute("value")));
        servlet.on("/login", (request, response) -> SessionFilter.sessionOrCreate(request)
                .login("anna"));
        servlet.on("/logout", (request, response) -> request.getSession(false).invalidate());
        return servlet;
    }

    /** Visits this page, and looks at how many commands or statements that took. */
    void assertCost(int expected, String path) {
        List<String> all = visit(path);
        assertEquals(expected, all.size(), () -> path + " cost " + all);
    }

    /** Visits this page; says what travelled. */
    List<String> visit(String path) {
        ServletFixture.assertOk(browser.get(path));
        return passed.get();
    }

    /** Visits this page, whatever that costs. */
    void prepare(String path) {
        List<String> unused = visit(path);
    }

    /** As many visits to this page at the same time; says what travelled. */
    List<String> visitAtOnce(int atOnce, String path) {
        List<CompletableFuture<Browser.Reply>> replies =
                Stream.generate(() -> browser.getLater(path)).limit(atOnce).toList();
        replies.forEach(reply -> ServletFixture.assertOk(reply.join()));
        return passed.get();
    }

    /** With a near cache: has a copy of the session as it is now. */
    void warm() {
        if (copies.isPresent()) {
            awaitChangesTold();
            prepare("/read");
        }
    }

    /** With a near cache: no copy is dropped any more because of a change that was made before. */
    void awaitChangesTold() {
        copies.ifPresent(cache -> Await.until(
                "all changes are told", PATIENCE, () -> cache.statistics().changes() >= store.writes.get()));
    }

    @Override
    public void close() {
        container.close();
        manager.close();
    }
}
