// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.web.headers.ContentSecurityPolicy;
import dev.sojourn.web.headers.SecurityHeaders;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Headers that protect pages: there however the response ends, and behind what the application says. */
abstract class SecurityHeadersTests extends ServletFixture {
    private SecurityHeaders headers = SecurityHeaders.defaults();

    @Override
    SessionFilter filter() {
        return SessionFilter.builder(manager())
                .listener(listener)
                .guard(headers)
                .build();
    }

    @Test
    void page_redirect_error_and_asynchronous_answer_have_them() {
        servlet.on("/page", (request, response) -> response.getWriter().print("page"));
        servlet.on("/flushed", (request, response) -> response.flushBuffer());
        servlet.on("/redirect", (request, response) -> response.sendRedirect("/page"));
        servlet.on("/error", (request, response) -> response.sendError(418));
        servlet.on("/async", (request, response) -> {
            AsyncContext async = request.startAsync();
            async.start(async::complete);
        });
        Browser browser = start();
        for (String path : List.of("/page", "/flushed", "/redirect", "/async", "/nowhere")) {
            assertHeaders(browser.get(path), path);
        }
        assertHeaders(browser.head("/page"), "HEAD");
        assertEquals(0, store.calls());
    }

    /** Errors too, if the application has a page for them: containers throw headers away before they show it. */
    @Test
    void error_pages_have_them() {
        servlet.on("/send", (request, response) -> response.sendError(418));
        servlet.on("/throw", (request, response) -> {
            throw new IllegalArgumentException("as the test wants it");
        });
        servlet.on("/error", (request, response) -> response.getWriter().print("our error page"));
        Browser browser = startIn((path, application) -> new ErrorPages("/error").start(kind(), path, application));
        for (String path : List.of("/send", "/throw")) {
            Browser.Reply reply = browser.get(path);
            assertEquals("our error page", reply.body());
            assertHeaders(reply, path);
        }
    }

    @Test
    void what_the_application_sets_stays() {
        servlet.on("/set", (request, response) -> {
            response.setHeader("X-Frame-Options", "SAMEORIGIN");
            response.setHeader("content-security-policy", "default-src 'self'");
        });
        servlet.on("/reset", (request, response) -> {
            response.setHeader("X-Application", "gone");
            response.reset();
            response.setHeader("X-Frame-Options", "SAMEORIGIN");
        });
        Browser browser = start();
        Browser.Reply set = browser.get("/set");
        assertEquals(List.of("SAMEORIGIN"), set.headers("X-Frame-Options"));
        assertEquals(List.of("default-src 'self'"), set.headers("Content-Security-Policy"));
        Browser.Reply reset = browser.get("/reset");
        assertEquals(List.of("SAMEORIGIN"), reset.headers("X-Frame-Options"));
        assertEquals(List.of("nosniff"), reset.headers("X-Content-Type-Options"), "set anew after the reset");
        assertEquals(List.of(), reset.headers("X-Application"));
    }

    /** T66: no HSTS over plain HTTP; over TLS in seconds. */
    @Test
    void hsts_is_sent_on_secure_connections_only() {
        servlet.on("/page", (request, response) -> response.getWriter().print("page"));
        Browser plain = start();
        assertEquals(List.of(), plain.get("/page").headers("Strict-Transport-Security"));
        Filter secure = (request, response, chain) -> chain.doFilter(
                new HttpServletRequestWrapper((HttpServletRequest) request) {
                    @Override
                    public boolean isSecure() {
                        return true;
                    }
                },
                response);
        Browser browser = start("", context -> {
            FilterRegistration.Dynamic first = context.addFilter("secure", secure);
            first.setAsyncSupported(true);
            first.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
            filter().addTo(context);
        });
        assertEquals(List.of("max-age=31536000"), browser.get("/page").headers("Strict-Transport-Security"));
    }

    @Test
    void page_has_the_nonce_of_its_response() {
        headers = SecurityHeaders.builder()
                .contentSecurityPolicy(ContentSecurityPolicy.strict())
                .build();
        Browser browser = serving("/page", (request, response) -> response.getWriter()
                .print(request.getAttribute(SecurityHeaders.NONCE_ATTRIBUTE)));
        Browser.Reply reply = browser.get("/page");
        assertTrue(reply.headers("Content-Security-Policy").get(0).contains("'nonce-" + reply.body() + "'"));
    }

    private static void assertHeaders(Browser.Reply reply, String what) {
        assertEquals(List.of("nosniff"), reply.headers("X-Content-Type-Options"), what);
        assertEquals(List.of("DENY"), reply.headers("X-Frame-Options"), what);
        assertEquals(List.of("frame-ancestors 'none'"), reply.headers("Content-Security-Policy"), what);
        assertEquals(List.of("strict-origin-when-cross-origin"), reply.headers("Referrer-Policy"), what);
        assertEquals(List.of("same-origin"), reply.headers("Cross-Origin-Opener-Policy"), what);
        assertEquals(List.of("same-origin"), reply.headers("Cross-Origin-Resource-Policy"), what);
        assertEquals(List.of(), reply.headers("X-XSS-Protection"), what);
    }
}
