// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.web.SessionCookie;
import dev.sojourn.web.WebSessions;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Forwards, includes, error pages and asynchronous requests see the one session of their request. */
abstract class DispatchTests extends ServletFixture {

    private void pages() {
        servlet.on("/make", (request, response) -> {
            request.getSession()
                    .setAttribute("made", request.getDispatcherType().name());
            response.getWriter().print("made");
        });
        servlet.on("/get", (request, response) -> {
            HttpSession session = request.getSession(false);
            response.getWriter().print(session == null ? "none" : session.getAttribute("made"));
        });
        servlet.on("/forward", (request, response) -> request.getRequestDispatcher("/make")
                .forward(request, response));
        servlet.on("/forward-by-context", (request, response) -> request.getServletContext()
                .getRequestDispatcher("/make")
                .forward(request, response));
        servlet.on("/forward-wrapped", (request, response) -> request.getRequestDispatcher("/make")
                .forward(new HttpServletRequestWrapper(request), new HttpServletResponseWrapper(response)));
        servlet.on("/forward-twice", (request, response) -> request.getRequestDispatcher("/forward")
                .forward(request, response));
        servlet.on("/include", (request, response) -> {
            response.getWriter().print("(");
            request.getRequestDispatcher("/make").include(request, response);
            response.getWriter().print(")");
        });
    }

    /** C: a session first created inside a forward gets its cookie (Tomcat ends the wrapped response without a word). */
    @Test
    void session_created_in_a_forward_gets_its_cookie() {
        pages();
        Browser browser = start();
        for (String path : List.of("/forward", "/forward-by-context", "/forward-wrapped", "/forward-twice")) {
            browser.forgetCookie();
            Browser.Reply reply = browser.get(path);
            assertEquals("made", reply.body(), path);
            assertTrue(reply.sessionCookie().isPresent(), path);
            assertEquals("FORWARD", browser.get("/get").body(), path);
        }
    }

    /** C: the same if the filter is mapped to requests only. */
    @Test
    void session_created_in_a_forward_gets_its_cookie_without_forward_mapping() {
        pages();
        Browser browser = startMappedTo(DispatcherType.REQUEST);
        for (String path : List.of("/forward", "/forward-by-context", "/forward-wrapped", "/forward-twice")) {
            browser.forgetCookie();
            assertTrue(browser.get(path).sessionCookie().isPresent(), path);
            assertEquals("FORWARD", browser.get("/get").body(), path);
        }
    }

    /** C32, cookie input 42, C: a session first created inside an include gets its cookie; several includes, one save. */
    @Test
    void session_created_in_an_include_gets_its_cookie() {
        pages();
        Browser browser = start();
        Browser.Reply reply = browser.get("/include");
        assertEquals("(made)", reply.body());
        assertTrue(reply.sessionCookie().isPresent());
        assertEquals("INCLUDE", browser.get("/get").body());
        store.reset();
        clock.advance(Duration.ofSeconds(1));
        servlet.on("/two", (request, response) -> {
            request.getRequestDispatcher("/make").include(request, response);
            request.getRequestDispatcher("/make").include(request, response);
        });
        assertEquals("mademade", browser.get("/two").body());
        assertTrue(store.writes.get() <= 1);
    }

    /** C: include dispatch: stored before the head leaves, also when the included page creates it and fills the buffer. */
    @Test
    void session_created_in_an_include_that_fills_the_buffer_gets_its_cookie() {
        Browser browser = serving("/", (request, response) -> {
            request.getRequestDispatcher("/big").include(request, response);
            response.getWriter().print("end");
        });
        servlet.on("/big", (request, response) -> {
            request.getSession().setAttribute("made", "big");
            String line = "x".repeat(1000);
            for (int i = 0; i < 100; i++) {
                response.getWriter().print(line);
            }
        });
        servlet.on("/get", (request, response) -> response.getWriter()
                .print(request.getSession(false).getAttribute("made")));
        Browser.Reply reply = browser.get("/");
        assertTrue(reply.sessionCookie().isPresent());
        assertEquals(100_003, reply.body().length());
        assertEquals("big", browser.get("/get").body());
    }

    /** E47, G1-2, C: filter applied once per request even when mapped twice; T14; G1-2. */
    @Test
    void filter_mapped_twice_works_once() {
        pages();
        SessionFilter first = filter();
        SessionFilter second = filter();
        Browser browser = start("", context -> {
            first.addTo(context).addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
            FilterRegistration.Dynamic again = context.addFilter("again", second);
            again.setAsyncSupported(true);
            again.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), true, "/*");
        });
        assertTrue(browser.get("/make").sessionCookie().isPresent());
        store.reset();
        assertEquals("REQUEST", browser.get("/get").body());
        assertEquals(1, store.reads.get());
        assertEquals(1, store.count());
    }

    /** C: other filters of the same class, over other sessions, are unaffected. */
    @Test
    void two_filters_with_two_cookies_live_beside_each_other() {
        WebSessions outer = WebSessions.builder(manager())
                .cookie(SessionCookie.builder().name("appouter").build())
                .build();
        servlet.on("/", (request, response) -> response.getWriter()
                .print(request.getSession().getId()));
        Browser browser = start("", context -> {
            FilterRegistration.Dynamic registration = context.addFilter("outer", SessionFilter.of(outer));
            registration.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
            FilterRegistration.Dynamic touching = context.addFilter("touching", (Filter) (request, response, chain) -> {
                assertNotNull(((HttpServletRequest) request).getSession());
                chain.doFilter(request, response);
            });
            touching.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
            FilterRegistration.Dynamic inner = context.addFilter("inner", filter());
            inner.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
        });
        Browser.Reply reply = browser.get("/");
        assertEquals(2, reply.setCookies().size());
        assertEquals(2, store.count());
        assertEquals(reply.body(), browser.get("/").body());
    }

    /** C: session in an ERROR dispatch is the same one, no second session is created; of sendError and of an exception. */
    @Test
    void error_page_sees_the_session_of_its_request() {
        servlet.on("/send", (request, response) -> {
            request.getSession().setAttribute("made", "send");
            response.sendError(503);
        });
        servlet.on("/throw", (request, response) -> {
            request.getSession().setAttribute("made", "throw");
            throw new IllegalArgumentException("as the test wants");
        });
        servlet.on("/error", (request, response) -> {
            HttpSession session = request.getSession();
            response.getWriter().print(session.getAttribute("made") + "-" + session.isNew());
            session.setAttribute("page", "seen");
        });
        servlet.on("/get", (request, response) -> response.getWriter()
                .print(request.getSession(false).getAttribute("page")));
        Browser browser = startWithErrorPage();
        for (String how : List.of("send", "throw")) {
            Browser.Reply reply = browser.get("/" + how);
            assertEquals(how + "-" + reply.sessionCookie().isPresent(), reply.body(), "a cookie came iff it was new");
            assertEquals(1, store.count());
            assertEquals("seen", browser.get("/get").body());
        }
    }

    /** C: nested ERROR dispatch is wrapped too: a session first made by the error page gets its cookie. */
    @Test
    void error_page_may_create_the_session() {
        servlet.on("/send", (request, response) -> response.sendError(404));
        servlet.on("/error", (request, response) -> {
            request.getSession().setAttribute("made", "by error page");
            request.changeSessionId();
            response.getWriter().print("page");
        });
        servlet.on("/get", (request, response) -> response.getWriter()
                .print(request.getSession(false).getAttribute("made")));
        Browser browser = startWithErrorPage();
        Browser.Reply reply = browser.get("/send");
        assertEquals("page", reply.body());
        assertTrue(reply.sessionCookie().isPresent());
        assertEquals("by error page", browser.get("/get").body());
    }

    private Browser startWithErrorPage() {
        ErrorPages pages = new ErrorPages("/error");
        TestContainer.Kind kind = kind();
        return startIn((path, application) -> pages.start(kind, path, application));
    }

    /** C: changes made by an async thread before {@code complete()} are kept. */
    @Test
    void async_thread_changes_are_kept() {
        Browser browser = serving("/async", (request, response) -> {
            HttpSession session = request.getSession();
            session.setAttribute("early", "1");
            AsyncContext async = request.startAsync();
            assertSame(async, request.getAsyncContext());
            async.start(() -> {
                session.setAttribute("late", "2");
                async.complete();
            });
        });
        servlet.on("/get", (request, response) -> {
            HttpSession session = request.getSession(false);
            response.getWriter().print(session.getAttribute("early") + "" + session.getAttribute("late"));
        });
        assertTrue(browser.get("/async").sessionCookie().isPresent());
        assertEquals("12", browser.get("/get").body());
    }

    /** C: also for a session created there; through the context's own request and response, wrapped or not. */
    @Test
    void session_created_by_an_async_thread_gets_its_cookie() throws InterruptedException {
        Browser browser = serving("/own", (request, response) -> {
            AsyncContext async = request.startAsync();
            assertTrue(async.hasOriginalRequestAndResponse());
            async.start(() -> answer(async));
        });
        servlet.on("/given", (request, response) -> {
            AsyncContext async = request.startAsync(request, response);
            async.start(() -> answer(async));
        });
        CountDownLatch over = new CountDownLatch(1);
        servlet.on("/flushed", (request, response) -> {
            AsyncContext async = request.startAsync();
            async.addListener(new WhenOver(over));
            async.start(() -> {
                answerOpen(async, true);
                ((HttpServletRequest) async.getRequest()).getSession().setAttribute("after", "flush");
                async.complete();
            });
        });
        servlet.on("/get", (request, response) -> {
            HttpSession session = request.getSession(false);
            response.getWriter().print(session.getAttribute("made") + "" + session.getAttribute("after"));
        });
        for (String path : List.of("/own", "/given", "/flushed")) {
            browser.forgetCookie();
            Browser.Reply reply = browser.get(path);
            assertEquals("async", reply.body(), path);
            assertTrue(reply.sessionCookie().isPresent(), path);
            if (path.equals("/flushed")) {
                // What comes after the flush is saved when the request ends, which the client need not notice.
                assertTrue(over.await(20, TimeUnit.SECONDS), "the request ended");
            }
            assertEquals(
                    path.equals("/flushed") ? "asyncflush" : "asyncnull",
                    browser.get("/get").body(),
                    path);
        }
    }

    /** Tells when an asynchronous request is over; ours was registered first, so the session is saved by then. */
    private record WhenOver(CountDownLatch over) implements AsyncListener {
        @Override
        public void onComplete(AsyncEvent event) {
            over.countDown();
        }

        @Override
        public void onTimeout(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }

    private static void answer(AsyncContext async) {
        answerOpen(async, false);
        async.complete();
    }

    private static void answerOpen(AsyncContext async, boolean flush) {
        try {
            ((HttpServletRequest) async.getRequest()).getSession().setAttribute("made", "async");
            HttpServletResponse response = (HttpServletResponse) async.getResponse();
            response.getWriter().print("async");
            if (flush) {
                response.flushBuffer();
            }
        } catch (java.io.IOException gone) {
            throw new IllegalStateException(gone);
        }
    }

    /** cookie input 42, C: an asynchronous dispatch goes on with the session of the request, also if it creates it. */
    @Test
    void async_dispatch_goes_on_with_the_same_session() {
        Browser browser = serving("/async", (request, response) -> {
            if (request.getParameter("early") != null) {
                request.getSession().setAttribute("made", "early");
            }
            AsyncContext async = request.startAsync();
            async.start(() -> async.dispatch("/target"));
        });
        servlet.on("/target", (request, response) -> {
            assertEquals(DispatcherType.ASYNC, request.getDispatcherType());
            HttpSession session = request.getSession();
            response.getWriter().print(session.getAttribute("made"));
            session.setAttribute("made", "late");
        });
        servlet.on("/get", (request, response) -> response.getWriter()
                .print(request.getSession(false).getAttribute("made")));
        Browser.Reply reply = browser.get("/async?early=1");
        assertEquals("early", reply.body());
        assertTrue(reply.sessionCookie().isPresent());
        assertEquals("late", browser.get("/get").body());
        browser.forgetCookie();
        reply = browser.get("/async");
        assertEquals("null", reply.body());
        assertTrue(reply.sessionCookie().isPresent());
        assertEquals("late", browser.get("/get").body());
    }

    /** A timeout: the listener answers with the session, through the context that it is given. */
    @Test
    void async_timeout_listener_may_use_the_session() {
        Browser browser = serving("/async", (request, response) -> {
            AsyncContext async = request.startAsync();
            async.setTimeout(50);
            async.addListener(new AsyncListener() {
                @Override
                public void onComplete(AsyncEvent event) {}

                @Override
                public void onTimeout(AsyncEvent event) {
                    answer(event.getAsyncContext());
                }

                @Override
                public void onError(AsyncEvent event) {}

                @Override
                public void onStartAsync(AsyncEvent event) {}
            });
        });
        servlet.on("/get", (request, response) -> response.getWriter()
                .print(request.getSession(false).getAttribute("made")));
        Browser.Reply reply = browser.get("/async");
        assertEquals("async", reply.body());
        assertTrue(reply.sessionCookie().isPresent());
        assertEquals("async", browser.get("/get").body());
    }

    /** C: a request that runs longer than the idle timeout keeps its session; T15. */
    @Test
    void long_request_keeps_its_session() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Browser browser =
                serving("/make", (request, response) -> request.getSession().setMaxInactiveInterval(60));
        servlet.on("/long", (request, response) -> {
            HttpSession session = request.getSession(false);
            inside.countDown();
            assertTrue(goOn.await(20, TimeUnit.SECONDS));
            session.setAttribute("made", "long");
        });
        servlet.on("/get", (request, response) -> {
            HttpSession session = request.getSession(false);
            response.getWriter().print(session == null ? "none" : session.getAttribute("made"));
        });
        browser.get("/make");
        CompletableFuture<Browser.Reply> running = browser.getLater("/long");
        assertTrue(inside.await(20, TimeUnit.SECONDS));
        for (int i = 0; i < 20; i++) {
            clock.advance(Duration.ofSeconds(15));
            manager().sweep();
        }
        goOn.countDown();
        assertOk(running.get(20, TimeUnit.SECONDS));
        assertEquals("long", browser.get("/get").body());
        clock.advance(Duration.ofSeconds(61));
        manager().sweep();
        assertEquals("none", browser.get("/get").body(), "and ages again afterwards");
    }

    /** C: logout against an in-flight modifying request: stays gone, no 500, the client is told. G21-147, T44. */
    @Test
    void slow_writer_does_not_bring_a_session_back() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Browser browser =
                serving("/make", (request, response) -> request.getSession().setAttribute("made", "1"));
        servlet.on("/slow", (request, response) -> {
            HttpSession session = request.getSession(false);
            assertEquals("1", session.getAttribute("made"));
            inside.countDown();
            assertTrue(goOn.await(20, TimeUnit.SECONDS));
            session.setAttribute("made", "2");
        });
        servlet.on("/logout", (request, response) -> request.getSession(false).invalidate());
        browser.get("/make");
        CompletableFuture<Browser.Reply> running = browser.getLater("/slow");
        assertTrue(inside.await(20, TimeUnit.SECONDS));
        browser.get("/logout");
        goOn.countDown();
        Browser.Reply slow = running.get(20, TimeUnit.SECONDS);
        assertOk(slow);
        assertEquals(0, store.count());
        assertTrue(slow.sessionCookie().orElseThrow().startsWith("sid=;"));
    }

    /** C43, C: concurrent updates merge per attribute; the same new attribute must not fail; the core's update loses nothing. */
    @Test
    void parallel_requests_merge() throws Exception {
        Browser browser =
                serving("/make", (request, response) -> request.getSession().setAttribute("made", "1"));
        servlet.on("/add", (request, response) -> {
            request.getSession().setAttribute("n" + request.getParameter("i"), "x");
            request.getSession().setAttribute("same", request.getParameter("i"));
            SessionFilter.sessionOrCreate(request).update("count", 0, count -> count + 1);
        });
        servlet.on("/get", (request, response) -> response.getWriter()
                .print(java.util.Collections.list(request.getSession(false).getAttributeNames())
                                .size()
                        + " " + request.getSession(false).getAttribute("count")));
        browser.get("/make");
        List<CompletableFuture<Browser.Reply>> all = java.util.stream.IntStream.range(0, 20)
                .mapToObj(i -> browser.getLater("/add?i=" + i))
                .toList();
        for (CompletableFuture<Browser.Reply> reply : all) {
            assertOk(reply.get(20, TimeUnit.SECONDS));
        }
        assertEquals("23 20", browser.get("/get").body());
    }

    /** C43: two clients of one session count to 500 each, side by side; {@code HttpSession} shows the thousand. */
    @Test
    void increments_of_two_clients_are_all_counted() throws Exception {
        Browser browser =
                serving("/make", (request, response) -> request.getSession().setAttribute("made", "1"));
        servlet.on("/add", (request, response) -> SessionFilter.sessionOrCreate(request)
                .update("count", 0, n -> n + 1));
        servlet.on("/get", (request, response) -> response.getWriter()
                .print(request.getSession(false).getAttribute("count")));
        browser.get("/make");
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> count(browser));
        count(browser);
        other.get(60, TimeUnit.SECONDS);
        assertEquals("1000", browser.get("/get").body());
    }

    private static void count(Browser browser) {
        for (int i = 0; i < 500; i++) {
            assertOk(browser.getLater("/add").join());
        }
    }

    /** Non-blocking output: the session is saved before the listener's bytes leave; server-sent events likewise. */
    @Test
    void non_blocking_output_carries_the_cookie() {
        Browser browser = serving("/events", (request, response) -> {
            request.getSession().setAttribute("made", "events");
            response.setContentType("text/event-stream");
            AsyncContext async = request.startAsync();
            ServletOutputStream stream = response.getOutputStream();
            stream.setWriteListener(new EventWriter(stream, async));
        });
        servlet.on("/get", (request, response) -> response.getWriter()
                .print(request.getSession(false).getAttribute("made")));
        Browser.Reply reply = browser.get("/events");
        assertEquals("data: x\n\n".repeat(3), reply.body());
        assertTrue(reply.sessionCookie().isPresent());
        assertEquals("events", browser.get("/get").body());
    }

    /** Writes three events as the container lets it. */
    private static final class EventWriter implements WriteListener {
        private final ServletOutputStream stream;
        private final AsyncContext async;
        private int written;

        EventWriter(ServletOutputStream stream, AsyncContext async) {
            this.stream = stream;
            this.async = async;
        }

        @Override
        public void onWritePossible() throws java.io.IOException {
            while (stream.isReady()) {
                if (written == 3) {
                    async.complete();
                    return;
                }
                written++;
                stream.write("data: x\n\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
        }

        @Override
        public void onError(Throwable problem) {
            async.complete();
        }
    }

    /** The static door says what is wrong where the filter did not run. */
    @Test
    void session_door_without_filter_explains_itself() {
        servlet.on("/", (request, response) -> {
            try {
                SessionFilter.sessionOrCreate(request);
            } catch (IllegalStateException explained) {
                response.getWriter().print(explained.getMessage());
            }
        });
        Browser browser = start("", (ServletContext context) -> {});
        assertTrue(browser.get("/").body().contains("did not pass the session filter"));
        assertFalse(browser.get("/").sessionCookie().isPresent());
    }
}
