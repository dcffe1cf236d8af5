// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.Session;
import dev.sojourn.testkit.StoreVerb;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Clients that are gone before they have their answer. */
abstract class HangUpRules extends ParallelRules {

    /** Fault 41: who hangs up before the answer has changed what he asked to be changed, whole and once. */
    @Test
    public void a_client_that_hangs_up_before_the_answer_leaves_a_whole_session() {
        Gate inside = new Gate();
        Site site = site().page("/slow", exchange -> {
                    Session session = exchange.session().orElseThrow();
                    inside.pass();
                    exchange.write("visits " + Pages.add(session));
                })
                .start();
        Browser browser = site.browser();
        browser.get("/add");
        CountDownLatch saved = latched(site, 1);
        WireClient.Call call = browser.start("/slow");
        inside.awaitArrival();
        call.close();
        inside.open();
        awaitAll(saved);
        assertEquals(2, site.visits());
        browser.get("/add").expect("visits 3");
    }

    /** Fault 41: nor does it matter to the session that nobody takes the rest of an answer. */
    @Test
    public void a_client_that_hangs_up_in_the_middle_leaves_a_whole_session() {
        Gate middle = new Gate();
        Site site = site().page("/long", exchange -> {
                    Session session = exchange.session().orElseThrow();
                    Pages.add(session);
                    exchange.write("first ");
                    exchange.flush();
                    middle.pass();
                    Pages.add(session);
                    for (int piece = 0; piece < 1_000; piece++) {
                        exchange.write("x".repeat(10_000));
                    }
                })
                .start();
        Browser browser = site.browser();
        browser.get("/add");
        CountDownLatch saved = latched(site, 2);
        WireClient.Call call = browser.start("/long");
        assertTrue(call.head().startsWith("HTTP/1.1 200"));
        middle.awaitArrival();
        assertEquals(2, site.visits(), "saved before anything left");
        call.close();
        middle.open();
        awaitAll(saved);
        assertEquals(3, site.visits());
        browser.get("/add").expect("visits 4");
    }

    /** Counts down at each save that the store has done. */
    private static CountDownLatch latched(Site site, int saves) {
        CountDownLatch saved = new CountDownLatch(saves);
        site.store().after(StoreVerb.SAVE, saved::countDown);
        return saved;
    }

    private static void awaitAll(CountDownLatch saved) {
        try {
            assertTrue(saved.await(20, TimeUnit.SECONDS), "what was changed was not saved");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
