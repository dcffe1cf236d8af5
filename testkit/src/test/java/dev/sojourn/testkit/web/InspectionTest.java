// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.store.SessionKey;
import dev.sojourn.web.HeaderTransport;
import dev.sojourn.web.WebSessions;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** That the contract finds a token where it does not belong: one that saw nothing would let every adapter pass. */
class InspectionTest extends WebContractFixture {
    private static final Logger LIBRARY = Logger.getLogger("dev.sojourn.web.planted");
    private static final Logger CONTAINER = Logger.getLogger("planted.container");

    private Optional<String> planted = Optional.empty();

    @Override
    protected ContractServer start(WebSessions sessions, ContractApplication application) throws Exception {
        return new JdkServer("/", false, sessions, application);
    }

    @Override
    void inspect(Inspection all) {
        List<String> leaks = all.leaks();
        if (planted.isEmpty()) {
            assertEquals(List.of(), leaks);
        } else {
            assertTrue(!leaks.isEmpty(), "the planted leak was not found");
            leaks.forEach(leak -> assertTrue(leak.contains(planted.get()), leak));
        }
    }

    /** A page that does this with the token of the request is visited by somebody who has one. */
    private void plant(String where, Leak leak) {
        planted = Optional.of(where);
        Site site = site().page("/leak", exchange -> {
                    exchange.session();
                    leak.of(exchange.header("Cookie").orElseThrow().split("=", 2)[1], exchange);
                })
                .start();
        Browser browser = site.browser();
        browser.get("/add").sessionCookie();
        browser.get("/leak");
    }

    private interface Leak {
        void of(String token, ContractExchange exchange) throws Exception;
    }

    /** W26: a site that leaks nothing is not accused, though its answers carry tokens. */
    @Test
    void an_honest_site_passes() {
        Browser browser = site().start().browser();
        browser.get("/add").sessionCookie();
        browser.get("/renew").sessionCookie();
        browser.get("/logout").sessionCookie();
    }

    /** W26: in a body: a token, half of one, and a key, with which one could ask the store. */
    @Test
    void a_token_in_a_body_is_found() {
        plant("body", (token, exchange) -> exchange.write("<p>" + token + "</p>"));
    }

    @Test
    void the_second_half_of_a_token_in_a_body_is_found() {
        plant("body", (token, exchange) -> exchange.write(token.substring(token.length() - 30)));
    }

    @Test
    void a_key_in_a_body_is_found() {
        plant("body", (token, exchange) -> {
            byte[] key = Arrays.copyOf(Base64.getUrlDecoder().decode(token), SessionKey.BYTES);
            exchange.write("session " + SessionKey.of(key).text());
        });
    }

    @Test
    void a_token_in_another_header_is_found() {
        plant("head", (token, exchange) -> exchange.setHeader("X-Debug", token));
    }

    @Test
    void a_token_in_a_redirect_is_found() {
        plant("head", (token, exchange) -> exchange.redirect("/read?sid=" + token));
    }

    @Test
    void a_token_in_another_cookie_is_found() {
        plant("head", (token, exchange) -> exchange.addHeader("Set-Cookie", "debug=" + token));
    }

    /** ASVS 16.2.5: at the finest level, as a parameter, in an exception; and in a log that is not the library's. */
    @Test
    void a_token_in_a_log_is_found() {
        plant("log", (token, exchange) -> LIBRARY.finest("opened " + token));
    }

    @Test
    void a_token_among_the_parameters_of_a_log_line_is_found() {
        plant("log", (token, exchange) -> LIBRARY.log(Level.FINE, "opened {0}", token));
    }

    @Test
    void a_token_in_the_exception_of_a_log_line_is_found() {
        plant("log", (token, exchange) -> LIBRARY.log(Level.FINE, "no", new IllegalStateException(token)));
    }

    @Test
    void a_token_in_a_log_of_the_container_is_found() {
        plant("log", (token, exchange) -> CONTAINER.info(token));
    }

    @Test
    void a_token_in_an_exception_is_found() {
        plant("exception", (token, exchange) -> {
            throw new IllegalStateException("no", new IllegalArgumentException("bad " + token));
        });
    }

    /** The header that carries the token is its place, and no other is. */
    @Test
    void a_token_in_its_own_header_is_no_leak() {
        Site site = site().web(builder -> builder.transport(HeaderTransport.named("X-Session")))
                .tokensInHeader("X-Session")
                .start();
        WireResponse first = site.client().get("/add").expect("visits 1");
        String token = first.first("X-Session").orElseThrow();
        site.client().get("/add", "X-Session: " + token).expect("visits 2");
    }
}
