// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.web.SessionCookie.SameSite;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CookieTransportTest {
    private final SettableClock clock = new SettableClock();

    private CookieTransport transport(SessionCookieBuilder cookie) {
        return CookieTransport.of(cookie.build(), TrustedProxies.of("10.0.0.0/8"), clock);
    }

    private static SessionCookieBuilder cookie() {
        return SessionCookie.builder();
    }

    private static List<String> sent(CookieTransport transport, FakeExchange exchange) {
        transport.send(exchange, "V", Optional.empty());
        return exchange.setCookies();
    }

    /** T8, T9, G17-118, G17-119: the application's own cookies stay, whatever becomes of ours. */
    @Test
    void at_most_one_line_is_ours_and_the_others_stay() {
        CookieTransport transport = transport(cookie());
        FakeExchange exchange = FakeExchange.secure()
                .respond("Set-Cookie", "theme=dark; Max-Age=5")
                .respond("Set-Cookie", "__Host-sid2=x");
        transport.send(exchange, "A", Optional.empty());
        exchange.respond("Set-Cookie", "late=1");
        transport.send(exchange, "B", Optional.empty());
        assertEquals(
                List.of(
                        "theme=dark; Max-Age=5",
                        "__Host-sid2=x",
                        "late=1",
                        "__Host-sid=B; Path=/; Secure; HttpOnly; SameSite=Lax"),
                exchange.setCookies());
        transport.remove(exchange);
        assertEquals(4, exchange.setCookies().size());
        assertTrue(exchange.setCookies().get(3).startsWith("__Host-sid=; Path=/; Max-Age=0;"));
    }

    /** E27, G6-40, G6-42, G6-43, G6-44: path matching of RFC 6265, not a comparison of beginnings. */
    @Test
    void the_path_is_matched_by_segments() {
        CookieTransport transport = transport(cookie().path("/foo"));
        for (String path : List.of("/foo", "/foo/", "/foo/bar")) {
            assertTrue(transport.covers(FakeExchange.secure(path)), path);
            assertEquals(1, sent(transport, FakeExchange.secure(path)).size(), path);
        }
        for (String path : List.of("/", "", "/foobar", "/fo", "/Foo", "/bar/foo", "/foo;x=y", "/%66oo", "foo")) {
            FakeExchange exchange = FakeExchange.secure(path).cookies("__Secure-sid=V");
            assertFalse(transport.covers(exchange), path);
            assertEquals(List.of(), transport.tokens(exchange), path);
            assertFalse(transport.canSend(exchange), path);
            assertEquals(List.of(), sent(transport, exchange), path);
            transport.remove(exchange);
            assertEquals(List.of(), exchange.setCookies(), path);
        }
    }

    /** E27: a slash at the end is a matter of the cookie's path. */
    @Test
    void a_path_that_ends_with_a_slash_covers_what_is_below_it() {
        CookieTransport transport = transport(cookie().path("/foo/"));
        assertTrue(transport.covers(FakeExchange.secure("/foo/")));
        assertTrue(transport.covers(FakeExchange.secure("/foo/bar")));
        assertFalse(transport.covers(FakeExchange.secure("/foo")));
        assertTrue(transport(cookie()).covers(FakeExchange.secure("")), "G2-13: an empty URL is the root");
    }

    /** G6-41. */
    @Test
    void an_odd_host_header_does_not_matter_to_the_path() {
        CookieTransport transport = transport(cookie().path("/foo"));
        assertFalse(transport.covers(FakeExchange.secure("/bar").header("Host", "example.com/foo")));
        assertTrue(transport.covers(FakeExchange.secure("/foo").header("Host", "/bar")));
    }

    /** G5-33, G5-34, G5-35, G5-36, G7-45, G7-59, G7-60; also W48: Secure is there although this server sees plain HTTP. */
    @Test
    void cookie_input_48_tls_ends_at_a_proxy() {
        for (SessionCookieBuilder builder : List.of(cookie(), cookie().secureAlways())) {
            CookieTransport transport = transport(builder);
            FakeExchange trusted = FakeExchange.plain().from("10.0.0.5").header("X-Forwarded-Proto", "https,http");
            assertTrue(transport.canSend(trusted));
            assertEquals(List.of("__Host-sid=V; Path=/; Secure; HttpOnly; SameSite=Lax"), sent(transport, trusted));
            FakeExchange silent = FakeExchange.plain().from("10.0.0.5");
            assertFalse(transport.canSend(silent));
            assertEquals(List.of(), sent(transport, silent));
            FakeExchange stranger = FakeExchange.plain().header("X-Forwarded-Proto", "https");
            assertFalse(transport.canSend(stranger));
            assertEquals(List.of(), sent(transport, stranger));
        }
    }

    /** G17-123, G17-124, E32, T57, R4: one line per minute says what to do. */
    @Test
    void cookie_input_49_plain_http_gets_no_cookie_and_one_line_per_minute() {
        CookieTransport transport = transport(cookie());
        try (LogRecorder log = new LogRecorder()) {
            for (int i = 0; i < 100; i++) {
                FakeExchange exchange = FakeExchange.plain().cookies("sid=V; __Host-sid=V");
                assertFalse(transport.canSend(exchange));
                assertEquals(List.of(), transport.tokens(exchange), "and none is read");
                assertEquals(List.of(), sent(transport, exchange));
            }
            assertEquals(1, log.messages(Level.WARNING).size());
            String line = log.messages(Level.WARNING).get(0);
            assertTrue(line.contains("TrustedProxies") && line.contains("insecureAllowPlainHttp()"), line);
            clock.advance(Duration.ofSeconds(59));
            assertFalse(transport.canSend(FakeExchange.plain()));
            assertEquals(1, log.messages(Level.WARNING).size());
            clock.advance(Duration.ofSeconds(1));
            assertFalse(transport.canSend(FakeExchange.plain()));
            assertEquals(2, log.messages(Level.WARNING).size());
        }
    }

    /** E33: decided for each request anew, and under a name that a plain connection may set. */
    @Test
    void development_on_this_machine_works_over_plain_http() {
        CookieTransport transport = transport(cookie());
        for (String host : List.of(
                "localhost", "localhost:8080", "LocalHost", "app.localhost:8080", "127.0.0.1:8080", "[::1]:8080")) {
            FakeExchange exchange =
                    FakeExchange.plain().from("127.0.0.1").header("Host", host).cookies("sid=V; __Host-sid=W");
            assertTrue(transport.canSend(exchange), host);
            assertEquals(List.of("V"), transport.tokens(exchange), host);
            assertEquals(List.of("sid=V; Path=/; HttpOnly; SameSite=Lax"), sent(transport, exchange), host);
        }
        FakeExchange secure = FakeExchange.secure().cookies("sid=V; __Host-sid=W");
        assertEquals(List.of("W"), transport.tokens(secure), "on a secure connection the prefixed name alone counts");
    }

    /** Each sign alone would let a proxy on this machine pass for a developer. */
    @Test
    void what_looks_like_development_and_is_not() {
        CookieTransport transport = transport(cookie());
        assertFalse(transport.canSend(FakeExchange.plain().header("Host", "localhost")), "from elsewhere");
        assertFalse(
                transport.canSend(FakeExchange.plain().from("127.0.0.1").header("Host", "shop.example")),
                "a proxy here");
        assertFalse(transport.canSend(FakeExchange.plain().from("127.0.0.1")), "no host at all");
        assertFalse(transport.canSend(FakeExchange.local().header("Host", "shop.example")), "two hosts");
        for (String host :
                List.of("localhost.example", "evil-localhost", "127.0.0.1.example", "[::1", "[shop.example]", "")) {
            assertFalse(transport.canSend(FakeExchange.plain().from("::1").header("Host", host)), host);
        }
        for (String header :
                List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-IP", "Via")) {
            assertFalse(transport.canSend(FakeExchange.local().header(header, "x")), header);
        }
        assertFalse(transport(cookie().secureAlways()).canSend(FakeExchange.local()), "secureAlways has no exception");
    }

    @Test
    void the_switch_for_plain_http_sends_it_anywhere() {
        CookieTransport transport = transport(cookie().insecureAllowPlainHttp());
        assertEquals(List.of("sid=V; Path=/; HttpOnly; SameSite=Lax"), sent(transport, FakeExchange.plain()));
        assertEquals(List.of("sid=V; Path=/; HttpOnly; SameSite=Lax"), sent(transport, FakeExchange.secure()));
        assertEquals(List.of("V"), transport.tokens(FakeExchange.plain().cookies("sid=V")));
    }

    /** G7-46, G7-47, G7-52, G7-53, G7-54, G7-56: None where it is secure, Lax in development, never None without Secure. */
    @Test
    void same_site_none_goes_with_secure_only() {
        CookieTransport transport = transport(cookie().sameSite(SameSite.NONE));
        FakeExchange proxied = FakeExchange.plain().from("10.0.0.5").header("X-Forwarded-Proto", "https");
        assertTrue(sent(transport, proxied).get(0).endsWith("Secure; HttpOnly; SameSite=None"));
        assertTrue(sent(transport, FakeExchange.secure()).get(0).endsWith("Secure; HttpOnly; SameSite=None"));
        assertTrue(sent(transport, FakeExchange.local()).get(0).endsWith("/; HttpOnly; SameSite=Lax"));
        FakeExchange http = FakeExchange.plain().from("10.0.0.5").header("X-Forwarded-Proto", "http");
        assertEquals(List.of(), sent(transport, http));
    }

    /** E19: the cookie's age and the session's end are one thing. */
    @Test
    void a_cookie_can_live_as_long_as_its_session() {
        CookieTransport transport = transport(cookie().persistentUntilSessionEnds());
        FakeExchange exchange = FakeExchange.secure();
        transport.send(exchange, "V", Optional.of(Duration.ofMinutes(30).plusMillis(1)));
        assertTrue(exchange.setCookies().get(0).contains("; Max-Age=1801; Expires=Sun, 01 Mar 2026 12:30:01 GMT;"));
        transport.send(exchange, "V", Optional.empty());
        assertTrue(exchange.setCookies().get(0).contains("; Max-Age=34560000;"));
        assertTrue(transport.rolling());
    }

    @Test
    void tells_whether_a_token_came_in_the_cookie() {
        CookieTransport transport = transport(cookie());
        assertTrue(transport.fromCookie(FakeExchange.secure().cookies("__Host-sid=V"), "V"));
        assertFalse(transport.fromCookie(FakeExchange.secure().cookies("__Host-sid=W"), "V"));
        assertEquals(List.of("Cookie"), transport.variesOn());
    }
}
