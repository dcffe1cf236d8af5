// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import dev.sojourn.Session;
import dev.sojourn.SessionEvent;
import dev.sojourn.SessionEvent.BindingBroken;
import dev.sojourn.StaleAuthenticationException;
import dev.sojourn.web.binding.BindingGuard;
import dev.sojourn.web.binding.BindingGuardBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A site whose sessions are bound to clients, and clients that come to it. */
final class BindingSite implements AutoCloseable {
    static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    static final String CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " Chrome/140.0.0.0 Safari/537.36";

    final Site site;
    final BindingGuard guard;
    final List<GuardListener.Refused> refused = new ArrayList<>();

    BindingSite() {
        this(settings -> settings);
    }

    BindingSite(UnaryOperator<BindingGuardBuilder> settings) {
        this(settings, web -> web);
    }

    BindingSite(UnaryOperator<BindingGuardBuilder> settings, UnaryOperator<WebSessions.Builder> web) {
        this.guard = settings.apply(BindingGuard.builder()).build();
        this.site = new Site(built -> web.apply(built).guard(guard).guardListener(refused::add));
    }

    /** A request of the client that logs in. */
    static FakeExchange owner() {
        return client(FIREFOX, "de-AT,de;q=0.8,en;q=0.5", "198.51.100.7");
    }

    /** A request of somebody else. */
    static FakeExchange thief() {
        return client(CHROME, "ru", "203.0.113.66");
    }

    static FakeExchange client(String userAgent, String language, String address) {
        return FakeExchange.secure()
                .header("User-Agent", userAgent)
                .header("Accept-Language", language)
                .from(address);
    }

    /** Logs in from there; the token. */
    String login(FakeExchange from) {
        site.clock.advance(Duration.ofSeconds(1));
        FakeExchange answer =
                site.serve(from, request -> request.sessionOrCreate().login("anna"));
        site.clock.advance(Duration.ofSeconds(1));
        return Site.value(answer.setCookies().get(0));
    }

    /** What this request would find: a session that is fresh or stale, none, or a refusal. */
    String standing(FakeExchange exchange, String token) {
        String[] found = {"refused"};
        try {
            site.serve(
                    exchange.cookies(Site.NAME + "=" + token),
                    request -> found[0] =
                            request.session().map(BindingSite::freshness).orElse("none"));
        } catch (RequestRefusedException no) {
            return "refused";
        }
        return found[0];
    }

    static String freshness(Session session) {
        try {
            session.requireFresh(Duration.ofHours(1));
            return "fresh";
        } catch (StaleAuthenticationException stale) {
            return "stale";
        }
    }

    /** The scores reported so far, with the names of the signals: {@code browser+platform 100 reauthenticate}. */
    List<String> reported() {
        List<String> lines = new ArrayList<>();
        for (SessionEvent event : site.events) {
            if (event instanceof BindingBroken broken) {
                lines.add(String.join("+", broken.signals()) + " " + broken.score() + " " + broken.reaction());
            }
        }
        return lines;
    }

    @Override
    public void close() {
        site.close();
    }
}
