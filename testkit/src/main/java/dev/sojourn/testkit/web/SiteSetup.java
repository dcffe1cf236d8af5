// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.web;

import dev.sojourn.SessionManager;
import dev.sojourn.SessionManagerBuilder;
import dev.sojourn.SessionPolicy;
import dev.sojourn.SigningKeys;
import dev.sojourn.testkit.ManualClock;
import dev.sojourn.web.SessionCookie;
import dev.sojourn.web.SessionCookieBuilder;
import dev.sojourn.web.TrustedProxies;
import dev.sojourn.web.WebSessions;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Collects how the site of a test is set up; the defaults are those of the library, with a clock that stands still. */
final class SiteSetup {
    private static final String LOOPBACK = "127.0.0.0/8";

    private final Starter starter;
    private final ManualClock clock;
    private final Inspection inspection;
    private final Pages pages = new Pages();
    private Supplier<ObservedStore> store;
    private SessionPolicy policy = SessionPolicy.defaults();
    private SigningKeys signing = SigningKeys.NONE;
    private Optional<SessionCookie> cookie = Optional.empty();
    private Consumer<SessionManagerBuilder> managerSettings = builder -> {};
    private Consumer<WebSessions.Builder> webSettings = builder -> {};
    private List<String> proxyHeaders = List.of();

    SiteSetup(Starter starter, ManualClock clock, Supplier<ObservedStore> store, Inspection inspection) {
        this.starter = starter;
        this.clock = clock;
        this.store = store;
        this.inspection = inspection;
    }

    SiteSetup cookie(UnaryOperator<SessionCookieBuilder> settings) {
        cookie = Optional.of(settings.apply(SessionCookie.builder()).build());
        return this;
    }

    SiteSetup policy(UnaryOperator<SessionPolicy.Builder> settings) {
        policy = settings.apply(policy.toBuilder()).build();
        return this;
    }

    SiteSetup signing(SigningKeys keys) {
        signing = keys;
        return this;
    }

    SiteSetup manager(Consumer<SessionManagerBuilder> settings) {
        managerSettings = settings;
        return this;
    }

    SiteSetup web(Consumer<WebSessions.Builder> settings) {
        webSettings = webSettings.andThen(settings);
        return this;
    }

    /** Has tokens in this cookie, because of a transport of the test's own. */
    SiteSetup tokensInCookie(String name) {
        inspection.carriedByCookie(name);
        return this;
    }

    /** Has tokens in this field of responses, because of a transport of the test's own. */
    SiteSetup tokensInHeader(String name) {
        inspection.carriedByHeader(name);
        return this;
    }

    /** Is sent tokens in odd places, which the server may repeat when it refuses the request. */
    SiteSetup serverMayRepeatRequests() {
        inspection.serverMayRepeatRequests();
        return this;
    }

    /** Shares the store of another site: another node, or the same after a new deployment. */
    SiteSetup onStoreOf(Site other) {
        store = other::store;
        return this;
    }

    /** Believes the proxy that the tests play, whatever it says. */
    SiteSetup trustingTheProxy() {
        return web(builder -> builder.trustedProxies(TrustedProxies.of(LOOPBACK, "::1")));
    }

    /** Believes the proxy, and browsers come through it over TLS. */
    SiteSetup behindTls() {
        proxyHeaders = List.of("X-Forwarded-Proto: https");
        return trustingTheProxy();
    }

    SiteSetup page(String path, ContractApplication page) {
        pages.put(path, page);
        return this;
    }

    Site start() {
        ObservedStore observed = store.get();
        SessionManagerBuilder builder = SessionManager.builder(observed)
                .policy(policy)
                .signingKeys(signing)
                .clock(clock)
                .random(inspection.random())
                .withoutThreads();
        managerSettings.accept(builder);
        SessionManager manager = builder.build();
        WebSessions.Builder web = WebSessions.builder(manager);
        cookie.ifPresent(web::cookie);
        webSettings.accept(web);
        inspection.carriedByCookie(cookie.orElse(SessionCookie.defaults()).name());
        return starter.start(
                web.build(),
                this::handle,
                server -> new Site(manager, observed, clock, server, inspection, proxyHeaders));
    }

    /** Errors of the test's own assertions go through as well, and are searched. */
    private void handle(ContractExchange exchange) throws Exception {
        try {
            pages.handle(exchange);
        } catch (Exception | Error problem) {
            inspection.thrown(problem);
            throw problem;
        }
    }

    /** Starts the adapter and remembers what is to be closed after the test. */
    interface Starter {
        Site start(WebSessions sessions, ContractApplication application, SiteOn siteOn);
    }

    /** Makes the site of a running server. */
    interface SiteOn {
        Site of(ContractServer server);
    }
}
