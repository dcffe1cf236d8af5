// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The session is in the store, and its cookie in the head, before the client can see the response; T7, T10, T74. */
abstract class CommitPointTests extends ServletFixture {

    /** A step after which the head may have left. */
    @FunctionalInterface
    interface Step {
        void take(HttpServletResponse response) throws Exception;
    }

    /** Each step in a page of its own: before it nothing is stored, after it the session is, and the client has the cookie. */
    private void assertEachCommits(Map<String, Step> steps) {
        Browser browser = start();
        steps.forEach((name, step) -> {
            String path = "/" + name;
            servlet.on(path, (request, response) -> {
                long before = store.count();
                request.getSession().setAttribute("a", name);
                response.addHeader("Set-Cookie", "app=1; Path=/");
                assertEquals(before, store.count(), name + ": not stored too early");
                step.take(response);
                assertEquals(before + 1, store.count(), name + ": stored before the head left");
            });
            servlet.on("/check", (request, response) -> response.getWriter()
                    .print(request.getSession(false).getAttribute("a")));
            browser.forgetCookie();
            Browser.Reply reply = browser.get(path);
            assertTrue(reply.sessionCookie().isPresent(), name + ": has the cookie: " + reply);
            assertTrue(reply.setCookies().contains("app=1; Path=/"), name + ": the application's cookie survives (T8)");
            assertEquals(name, browser.get("/check").body());
        });
    }

    /** C: findable before the client can see the response: sendError (both forms), sendRedirect, flushBuffer. */
    @Test
    void answers_that_end_the_response_save_first() {
        Map<String, Step> steps = new TreeMap<>();
        steps.put("sendError", response -> response.sendError(418));
        steps.put("sendErrorWithMessage", response -> response.sendError(418, "teapot"));
        steps.put("sendRedirect", response -> response.sendRedirect("/check"));
        steps.put("flushBuffer", HttpServletResponse::flushBuffer);
        assertEachCommits(steps);
    }

    /** C: stream and writer flush and close; also checkError, which flushes. */
    @Test
    void flush_and_close_save_first() {
        Map<String, Step> steps = new TreeMap<>();
        steps.put("streamFlush", response -> response.getOutputStream().flush());
        steps.put("streamClose", response -> response.getOutputStream().close());
        steps.put("writerFlush", response -> response.getWriter().flush());
        steps.put("writerClose", response -> response.getWriter().close());
        steps.put(
                "writerCheckError", response -> assertFalse(response.getWriter().checkError()));
        steps.put("emptyFlush", response -> {
            response.getWriter().print("");
            response.flushBuffer();
        });
        assertEachCommits(steps);
    }

    /** C: Content-Length reached, set via any header method, int and long. G3-20 to G3-22. */
    @Test
    void reaching_the_content_length_saves_first() {
        Map<String, Step> steps = new TreeMap<>();
        steps.put("setContentLength", response -> response.setContentLength(5));
        steps.put("setContentLengthLong", response -> response.setContentLengthLong(5));
        steps.put("setHeader", response -> response.setHeader("Content-Length", "5"));
        steps.put("addHeader", response -> response.addHeader("content-length", "5"));
        steps.put("setIntHeader", response -> response.setIntHeader("CONTENT-LENGTH", 5));
        steps.put("addIntHeader", response -> response.addIntHeader("Content-Length", 5));
        Map<String, Step> full = new TreeMap<>();
        steps.forEach((name, step) -> full.put(name, response -> {
            step.take(response);
            long before = store.count();
            ServletOutputStream stream = response.getOutputStream();
            stream.write(new byte[] {'1', '2', '3', '4'});
            assertEquals(before, store.count(), name + ": four of five do not commit");
            stream.write('5');
        }));
        assertEachCommits(full);
    }

    /** C: buffer size exceeded; byte counts correct for each print, println, append and format variant (writer). */
    @Test
    void filling_the_buffer_through_the_writer_saves_first() {
        Map<String, Writing<PrintWriter>> ways = new TreeMap<>();
        ways.put("writeInt", (w, i) -> w.write('x'));
        ways.put("writeString", (w, i) -> w.write("x\u00e9\u20ac"));
        ways.put("writeStringPart", (w, i) -> w.write("abcdef", 1, 3));
        ways.put("writeChars", (w, i) -> w.write(new char[] {'a', '\u20ac'}));
        ways.put("writeCharsPart", (w, i) -> w.write(new char[] {'a', '\u20ac', 'c'}, 1, 2));
        ways.put("printString", (w, i) -> w.print("some text"));
        ways.put("printNull", (w, i) -> w.print((String) null));
        ways.put("printNumbers", (w, i) -> {
            w.print(i);
            w.print((long) i);
            w.print(1.5f);
            w.print(2.5d);
            w.print(true);
            w.print('c');
            w.print((Object) i);
            w.print(new char[] {'a', 'b'});
        });
        ways.put("println", (w, i) -> w.println());
        ways.put("printlnAll", (w, i) -> {
            w.println(i);
            w.println((long) i);
            w.println(1.5f);
            w.println(2.5d);
            w.println(true);
            w.println('c');
            w.println((Object) i);
            w.println(new char[] {'a', 'b'});
            w.println("text");
        });
        ways.put("append", (w, i) -> w.append('c').append("text").append("abcdef", 2, 4));
        ways.put("format", (w, i) -> w.format("%d;", i).format(Locale.ROOT, "%d;", i));
        ways.put("printf", (w, i) -> w.printf("%d;", i).printf(Locale.ROOT, "%s", "\ud83d\ude00"));
        Map<String, Step> steps = new TreeMap<>();
        ways.forEach((name, way) -> steps.put(name, response -> {
            response.setContentType("text/plain;charset=UTF-8");
            fill(response, response.getWriter(), way);
        }));
        assertEachCommits(steps);
    }

    /** C: the same for the stream. */
    @Test
    void filling_the_buffer_through_the_stream_saves_first() {
        Map<String, Writing<ServletOutputStream>> ways = new TreeMap<>();
        ways.put("writeInt", (s, i) -> s.write(i));
        ways.put("writeBytes", (s, i) -> s.write(new byte[7]));
        ways.put("writePart", (s, i) -> s.write(new byte[9], 2, 5));
        ways.put("print", (s, i) -> {
            s.print("text");
            s.print(i);
            s.print((long) i);
            s.print(1.5f);
            s.print(2.5d);
            s.print(true);
            s.print('c');
        });
        ways.put("println", (s, i) -> {
            s.println("text");
            s.println(i);
            s.println((long) i);
            s.println(1.5f);
            s.println(2.5d);
            s.println(true);
            s.println('c');
            s.println();
        });
        Map<String, Step> steps = new TreeMap<>();
        ways.forEach((name, way) -> steps.put(name, response -> fill(response, response.getOutputStream(), way)));
        steps.put(
                "oneLargeWrite", response -> response.getOutputStream().write(new byte[response.getBufferSize() + 1]));
        assertEachCommits(steps);
    }

    /** Writing a bit, for the i-th time. */
    @FunctionalInterface
    interface Writing<T> {
        void bit(T out, int i) throws Exception;
    }

    /** Writes until the container has sent the head, and sees at each step that the session was stored before. */
    private <T> void fill(HttpServletResponse response, T out, Writing<T> way) throws Exception {
        long before = store.count();
        for (int i = 0; !response.isCommitted(); i++) {
            way.bit(out, i);
            assertFalse(
                    response.isCommitted() && store.count() == before, "the head left before the session was stored");
            assertTrue(i < 100_000, "the buffer never filled");
        }
    }

    /** C: write below the limits does not commit; writer and stream identity methods delegate. */
    @Test
    void little_output_leaves_the_response_open() {
        Browser browser = serving("/", (request, response) -> {
            assertSame(response.getWriter(), response.getWriter());
            assertThrows(IllegalStateException.class, response::getOutputStream);
            response.getWriter().print("little");
            assertFalse(response.isCommitted());
            assertEquals(0, store.count());
            request.getSession().setAttribute("a", "1");
            assertEquals(0, store.count());
        });
        Browser.Reply reply = browser.get("/");
        assertEquals("little", reply.body());
        assertTrue(reply.sessionCookie().isPresent());
    }

    /** C: commit happens once; exactly one load and at most one write round trip per request. G21-154. */
    @Test
    void request_loads_once_and_writes_once() {
        Browser browser = serving("/write", (request, response) -> {
            request.getSession().setAttribute("a", clock.millis());
            response.getOutputStream().print("x");
            response.flushBuffer();
            response.getOutputStream().print("y");
            response.flushBuffer();
            response.getOutputStream().close();
        });
        servlet.on("/read", (request, response) -> {
            request.getSession().getAttribute("a");
            response.getWriter().print("x");
            response.flushBuffer();
        });
        browser.get("/write");
        store.reset();
        clock.advance(java.time.Duration.ofSeconds(5));
        browser.get("/write");
        assertEquals(1, store.reads.get());
        assertEquals(1, store.writes.get());
        store.reset();
        browser.get("/read");
        assertEquals(1, store.reads.get());
        assertTrue(store.writes.get() <= 1);
    }

    /** C: changes after commit are still saved at the end of the request; and {@code flush} after update logs no alarm. */
    @Test
    void late_changes_are_saved_and_late_renewals_refused() {
        Browser browser = serving("/", (request, response) -> {
            request.getSession().setAttribute("early", "1");
            response.getWriter().print("sent");
            response.flushBuffer();
            request.getSession().setAttribute("late", "2");
            assertThrows(IllegalStateException.class, request::changeSessionId);
        });
        servlet.on("/get", (request, response) -> {
            var session = request.getSession(false);
            response.getWriter().print(session.getAttribute("early") + "" + session.getAttribute("late"));
        });
        try (LogRecorder log = LogRecorder.of("dev.sojourn")) {
            assertEquals("sent", browser.get("/").body());
            assertEquals("12", browser.get("/get").body());
            assertEquals(List.of(), log.messages());
        }
    }

    /** C: server-sent events: the cookie comes with the first flush; what follows is saved when the stream ends. */
    @Test
    void event_stream_has_its_cookie_at_once_and_is_saved_at_its_end() throws Exception {
        CountDownLatch firstSeen = new CountDownLatch(1);
        Browser browser = serving("/events", (request, response) -> {
            HttpSession session = request.getSession();
            session.setAttribute("event", "first");
            response.setContentType("text/event-stream");
            response.getWriter().print("data: first\n\n");
            response.flushBuffer();
            assertTrue(firstSeen.await(20, TimeUnit.SECONDS), "the client had the first event");
            session.setAttribute("event", "last");
            response.getWriter().print("data: last\n\n");
            response.flushBuffer();
        });
        servlet.on("/get", (request, response) -> response.getWriter()
                .print(request.getSession(false).getAttribute("event")));
        HttpResponse<InputStream> stream = browser.open("/events");
        assertTrue(stream.headers().firstValue("Set-Cookie").orElseThrow().startsWith("sid="));
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            assertEquals("data: first", lines.readLine());
            browser.cookie(
                    stream.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0]);
            assertEquals("first", browser.get("/get").body(), "saved while the stream is open");
            firstSeen.countDown();
            assertEquals(List.of("", "data: last", ""), lines.lines().toList());
        }
        assertEquals("last", browser.get("/get").body());
    }

    /** The lead's find: a redirect made of status, Location and flush, then pages that print and do not flush: no alarm is logged. */
    @Test
    void told_tokens_raise_no_alarm() {
        Browser browser = serving("/go", (request, response) -> {
            SessionFilter.sessionOrCreate(request).update("visits", 0, visits -> visits + 1);
            response.setStatus(303);
            response.setHeader("Location", "/see");
            response.flushBuffer();
        });
        servlet.on("/see", (request, response) -> response.getWriter()
                .print(SessionFilter.sessionOrCreate(request).update("visits", 0, visits -> visits + 1)));
        try (LogRecorder log = LogRecorder.of("dev.sojourn")) {
            for (int i = 0; i < 5; i++) {
                browser.forgetCookie();
                assertEquals(303, browser.get("/go").status());
                assertEquals("2", browser.get("/see").body());
            }
            browser.forgetCookie();
            assertEquals("1", browser.get("/see").body());
            assertEquals(List.of(), log.messages());
        }
    }

    /** reset() drops the application's headers and keeps the session's cookie; resetBuffer() keeps all. */
    @Test
    void reset_keeps_the_session_cookie() {
        Browser browser = serving("/", (request, response) -> {
            request.getSession().setAttribute("a", "1");
            response.addHeader("Set-Cookie", "app=1; Path=/");
            response.setHeader("X-App", "1");
            response.getOutputStream().write(new byte[] {1, 2}, 0, 2);
            response.resetBuffer();
            response.reset();
            response.getWriter().print("after");
        });
        servlet.on("/late", (request, response) -> {
            request.getSession().setAttribute("a", "1");
            response.addHeader("Set-Cookie", "app=1; Path=/");
            // So large that Jetty might send it at once: saved, while other containers still hold it.
            response.setBufferSize(64 * 1024);
            response.getOutputStream().write(new byte[32 * 1024]);
            if (!response.isCommitted()) {
                assertEquals(2, store.count());
                response.reset();
            }
        });
        Browser.Reply reply = browser.get("/");
        assertEquals("after", reply.body());
        assertTrue(reply.sessionCookie().isPresent());
        assertEquals(1, reply.setCookies().size(), "the application threw its own away");
        browser.forgetCookie();
        assertTrue(browser.get("/late").sessionCookie().isPresent());
    }

    /** 304, 204, HEAD and an empty answer carry the cookie too; T11, T13. */
    @Test
    void answers_without_body_carry_the_cookie() {
        Browser browser = start();
        for (int status : List.of(200, 204, 304, 404)) {
            servlet.on("/" + status, (request, response) -> {
                request.getSession().setAttribute("a", "1");
                response.setStatus(status);
            });
            browser.forgetCookie();
            assertTrue(browser.get("/" + status).sessionCookie().isPresent(), () -> "status " + status);
        }
        servlet.on("/head", (request, response) -> {
            request.getSession().setAttribute("a", "1");
            response.setContentLength(5);
            response.getWriter().print("12345");
        });
        browser.forgetCookie();
        assertTrue(browser.head("/head").sessionCookie().isPresent());
        servlet.on("/options", (request, response) -> request.getSession().setAttribute("a", "1"));
        browser.forgetCookie();
        assertTrue(browser.send(browser.request("/options")
                        .method("OPTIONS", java.net.http.HttpRequest.BodyPublishers.noBody())
                        .build())
                .sessionCookie()
                .isPresent());
    }

    /** The application's own cookies of all kinds survive. T8, T9, G17-118, G17-119. */
    @Test
    void cookies_of_the_application_survive() {
        Browser browser = serving("/", (request, response) -> {
            response.addCookie(new jakarta.servlet.http.Cookie("app1", "a"));
            response.addHeader("Set-Cookie", "app2=b");
            request.getSession();
            response.addHeader("Set-Cookie", "app3=c");
            request.changeSessionId();
            response.addCookie(new jakarta.servlet.http.Cookie("app4", "d"));
        });
        List<String> names = browser.get("/").setCookies().stream()
                .map(line -> line.split("=", 2)[0])
                .sorted()
                .toList();
        assertEquals(List.of("app1", "app2", "app3", "app4", "sid"), names);
    }

    /** A page that throws: what it did to the session before is kept, as in containers. */
    @Test
    void what_was_done_before_an_exception_is_kept() {
        Browser browser =
                serving("/make", (request, response) -> request.getSession().setAttribute("tries", 0));
        servlet.on("/fail", (request, response) -> {
            request.getSession().setAttribute("tries", 1);
            throw new IllegalArgumentException("as the test wants");
        });
        servlet.on("/get", (request, response) -> response.getWriter()
                .print(request.getSession(false).getAttribute("tries")));
        browser.get("/make");
        assertEquals(500, browser.get("/fail").status());
        assertEquals("1", browser.get("/get").body());
    }

    /** One connection, many requests, and each has its own session's state. */
    @Test
    void kept_alive_connections_do_not_mix_visitors() {
        Browser browser = serving("/", (request, response) -> {
            Object who = request.getSession().getAttribute("who");
            request.getSession().setAttribute("who", request.getParameter("me"));
            response.getWriter().print(who);
        });
        Browser.Reply first = browser.get("/?me=ada");
        assertEquals("null", first.body());
        String ada = browser.cookie().orElseThrow();
        browser.forgetCookie();
        assertEquals("null", browser.get("/?me=bob").body());
        assertEquals("bob", browser.get("/?me=bob").body());
        browser.cookie(ada);
        assertEquals("ada", browser.get("/?me=ada").body());
    }
}
