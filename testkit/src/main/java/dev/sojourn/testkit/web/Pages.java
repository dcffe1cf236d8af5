// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.web;

import dev.sojourn.Session;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** An application of a few pages, each of which does one thing to its session and says what it saw. */
final class Pages implements ContractApplication {
    /** What {@code /add} counts in. */
    static final String VISITS = "visits";

    private final Map<String, ContractApplication> pages = new ConcurrentHashMap<>();

    Pages() {
        put("/nothing", exchange -> exchange.write("ok"));
        put("/add", exchange -> exchange.write("visits " + add(exchange.sessionOrCreate())));
        put(
                "/read",
                exchange -> exchange.write(exchange.session().map(Pages::visits).orElse("none")));
        put("/look", exchange -> exchange.write(exchange.session().isPresent() ? "some" : "none"));
        put("/new", exchange -> exchange.write(exchange.sessionOrCreate().isNew() ? "new" : "old"));
        put("/keep", exchange -> {
            exchange.sessionOrCreate().keep();
            exchange.write("kept");
        });
        put(
                "/id",
                exchange -> exchange.write(exchange.session().map(Session::id).orElse("none")));
        put("/renew", exchange -> {
            exchange.session().orElseThrow().renew();
            exchange.write("renewed");
        });
        put("/login", exchange -> {
            exchange.sessionOrCreate().login(exchange.header("X-User").orElse("ann"));
            exchange.write("welcome");
        });
        put("/logout", exchange -> {
            exchange.session().ifPresent(Session::invalidate);
            exchange.write("bye");
        });
    }

    /** Adds a page, or another in place of one. */
    void put(String path, ContractApplication page) {
        pages.put(path, page);
    }

    @Override
    public void handle(ContractExchange exchange) throws Exception {
        ContractApplication page = pages.get(exchange.path());
        if (page == null) {
            page = pages.getOrDefault("*", unknown -> unknown.sendError(404));
        }
        page.handle(exchange);
    }

    /** Counts one visit and answers how many there are. */
    static int add(Session session) {
        return session.update(VISITS, 0, visits -> visits + 1);
    }

    static String visits(Session session) {
        return session.get(VISITS).map(count -> "visits " + count).orElse("visits 0");
    }
}
