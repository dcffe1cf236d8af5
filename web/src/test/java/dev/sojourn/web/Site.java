// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import dev.sojourn.Session;
import dev.sojourn.SessionEvent;
import dev.sojourn.SessionManager;
import dev.sojourn.SessionPolicy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A site with sessions: clock, store, manager, and the ways of a request. */
final class Site implements AutoCloseable {
    static final String NAME = "__Host-sid";

    final SettableClock clock = new SettableClock();
    final CountingStore store = new CountingStore();
    final List<SessionEvent> events = new CopyOnWriteArrayList<>();
    final SessionManager manager;
    final WebSessions sessions;

    Site() {
        this(policy -> policy, settings -> settings);
    }

    Site(UnaryOperator<WebSessions.Builder> settings) {
        this(policy -> policy, settings);
    }

    Site(UnaryOperator<SessionPolicy.Builder> policy, UnaryOperator<WebSessions.Builder> settings) {
        this.manager = SessionManager.builder(store)
                .clock(clock)
                .policy(policy.apply(SessionPolicy.builder()).build())
                .inlineListener(events::add)
                .withoutThreads()
                .build();
        this.sessions = settings.apply(WebSessions.builder(manager)).build();
    }

    /** A whole request: the handler runs, then the response leaves. */
    FakeExchange serve(FakeExchange exchange, Consumer<RequestSession> handler) {
        RequestSession request = sessions.begin(exchange);
        handler.accept(request);
        request.commit();
        exchange.leave();
        request.complete();
        return exchange;
    }

    /** The token of a new stored session with {@code user} set. */
    String token(String user) {
        return token(user, "/");
    }

    String token(String user, String path) {
        FakeExchange exchange = serve(
                FakeExchange.secure(path), request -> request.sessionOrCreate().set("user", user));
        return value(exchange.setCookies().get(0));
    }

    /** A request that presents this token in the cookie. */
    static FakeExchange with(String token) {
        return FakeExchange.secure().cookies(NAME + "=" + token);
    }

    /** The user that a request is of, or {@code nobody}. */
    String userOf(FakeExchange exchange) {
        String[] user = {"nobody"};
        serve(exchange, request -> request.session()
                .flatMap(session -> session.get("user"))
                .ifPresent(found -> user[0] = (String) found));
        return user[0];
    }

    static void touchNothing(RequestSession request) {
        assert request != null;
    }

    static void end(RequestSession request) {
        request.session().ifPresent(Session::invalidate);
    }

    static String value(String setCookie) {
        return setCookie.substring(setCookie.indexOf('=') + 1, setCookie.indexOf(';'));
    }

    @Override
    public void close() {
        manager.close();
    }
}
