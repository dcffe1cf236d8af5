// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec.jackson;

import static dev.sojourn.codec.jackson.GeneratedClasses.make;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sojourn.CommitResult.Outcome;
import dev.sojourn.Session;
import dev.sojourn.SessionEvent.AttributeQuarantined;
import dev.sojourn.SessionManager;
import dev.sojourn.codec.AttributeCodecs;
import dev.sojourn.testkit.ManualClock;
import dev.sojourn.testkit.RecordingListener;
import dev.sojourn.testkit.SerializingStore;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two releases of an application, each with classes of its own, in turn on one store: fault 22, fault 24, T26. What fits is read, what
 * does not is one attribute that is absent, reported and kept.
 */
@TestInstance(Lifecycle.PER_CLASS) // compiles once
class ChangedClassesTest {
    private static final String OLD = """
            package shop;
            import java.util.*;
            record Cart(String owner, List<String> items, int total, Old nested) { record Old(int x) {} }
            record Style(Colour colour) { enum Colour { RED, GREEN } }
            record Amount(String cents) {}
            record Gone(String text) {}
            record Basket(String text) {}
            sealed interface Payment {
                record Card(String number) implements Payment {}
                record Cheque(String number) implements Payment {}
            }
            """;
    private static final String NEW = """
            package shop;
            import java.util.*;
            record Cart(int points, Boolean gift, List<String> items, Optional<String> note, String owner) {}
            record Style(Colour colour) { enum Colour { GREEN, BLUE } }
            record Amount(long cents) {}
            record Renamed(String text) {}
            sealed interface Payment { record Card(String number) implements Payment {} }
            """;

    private final ManualClock clock = ManualClock.create();
    private final SerializingStore store = new SerializingStore(clock);
    private final RecordingListener events = new RecordingListener();
    private final URLClassLoader before;
    private final URLClassLoader after;

    ChangedClassesTest(@TempDir Path old, @TempDir Path next) throws Exception {
        before = GeneratedClasses.compile(old, OLD);
        after = GeneratedClasses.compile(next, NEW);
    }

    @BeforeEach
    void startAnew() {
        store.clear();
        events.forget();
    }

    @AfterAll
    void close() throws Exception {
        before.close();
        after.close();
    }

    private SessionManager oldRelease() throws Exception {
        return node(JacksonCodec.builder()
                .type("cart", before.loadClass("shop.Cart"))
                .type("style", before.loadClass("shop.Style"))
                .type("amount", before.loadClass("shop.Amount"))
                .type("gone", before.loadClass("shop.Gone"))
                .type("basket", before.loadClass("shop.Basket"))
                .type("payment", before.loadClass("shop.Payment")));
    }

    private SessionManager newRelease() throws Exception {
        return node(JacksonCodec.builder()
                .type("cart", after.loadClass("shop.Cart"))
                .type("style", after.loadClass("shop.Style"))
                .type("amount", after.loadClass("shop.Amount"))
                .type("renamed", after.loadClass("shop.Renamed"), "basket")
                .type("payment", after.loadClass("shop.Payment")));
    }

    private SessionManager node(JacksonCodec.Builder codec) {
        return SessionManager.builder(store)
                .clock(clock)
                .codecs(AttributeCodecs.builder().add(codec.build()).build())
                .inlineListener(events)
                .withoutThreads()
                .build();
    }

    private Object colour(String name) throws Exception {
        for (Object constant : before.loadClass("shop.Style$Colour").getEnumConstants()) {
            if (constant.toString().equals(name)) {
                return make(before.loadClass("shop.Style"), constant);
            }
        }
        throw new IllegalArgumentException(name);
    }

    private String storedByOldRelease() throws Exception {
        SessionManager node = oldRelease();
        Session session = node.create();
        Object nested = make(before.loadClass("shop.Cart$Old"), 1);
        session.set("cart", make(before.loadClass("shop.Cart"), "ann", List.of("tea"), 450, nested));
        session.set("basket", make(before.loadClass("shop.Basket"), "moved"));
        session.set("red", colour("RED"));
        session.set("green", colour("GREEN"));
        session.set("amount", make(before.loadClass("shop.Amount"), "canary"));
        session.set("gone", make(before.loadClass("shop.Gone"), "canary"));
        session.set("card", make(before.loadClass("shop.Payment$Card"), "4111"));
        session.set("cheque", make(before.loadClass("shop.Payment$Cheque"), "canary"));
        session.set("n", 1);
        return node.commit(session).token().orElseThrow().reveal();
    }

    @Test
    void fault_24_what_fits_is_read_by_the_new_classes() throws Exception {
        Session session = newRelease().open(storedByOldRelease()).session().orElseThrow();
        Object cart = session.get("cart").orElseThrow();
        assertEquals(after, cart.getClass().getClassLoader());
        assertEquals("Cart[points=0, gift=null, items=[tea], note=Optional.empty, owner=ann]", cart.toString());
        assertEquals("Renamed[text=moved]", session.get("basket").orElseThrow().toString());
        assertEquals("Style[colour=GREEN]", session.get("green").orElseThrow().toString());
        assertEquals("Card[number=4111]", session.get("card").orElseThrow().toString());
        assertEquals(List.of(), events.events(AttributeQuarantined.class));
    }

    @Test
    void fault_24_what_does_not_fit_is_absent_and_reported_and_the_session_lives() throws Exception {
        String token = storedByOldRelease();
        SessionManager node = newRelease();
        Session session = node.open(token).session().orElseThrow();
        Set<String> unreadable = Set.of("red", "amount", "gone", "cheque");
        for (String name : unreadable) {
            assertEquals(Optional.empty(), session.get(name), name);
            assertEquals(Optional.empty(), session.get(name), name);
        }
        assertEquals(Optional.of(1), session.get("n"));
        assertEquals(new TreeSet<>(Set.of("cart", "basket", "green", "card", "n")), session.names());
        List<AttributeQuarantined> reported = events.events(AttributeQuarantined.class);
        assertEquals(
                unreadable, reported.stream().map(AttributeQuarantined::name).collect(Collectors.toSet()));
        assertEquals(4, reported.size());
        reported.forEach(event -> assertFalse(event.problem().contains("canary"), event.problem()));
        assertEquals(
                "no type with name \"gone\" is registered",
                reported.stream()
                        .filter(event -> event.name().equals("gone"))
                        .findFirst()
                        .orElseThrow()
                        .problem());
    }

    /** The old release comes back, as after a deployment that was undone: nothing is missing. */
    @Test
    void fault_22_what_does_not_fit_is_kept_through_a_save_of_the_new_release() throws Exception {
        String token = storedByOldRelease();
        SessionManager node = newRelease();
        Session session = node.open(token).session().orElseThrow();
        session.names().forEach(session::get);
        assertEquals(Optional.empty(), session.get("gone"));
        session.set("n", 2);
        assertEquals(Outcome.SAVED, node.commit(session).outcome());

        Session again = oldRelease().open(token).session().orElseThrow();
        assertEquals(
                "Cart[owner=ann, items=[tea], total=450, nested=Old[x=1]]",
                again.get("cart").orElseThrow().toString());
        assertEquals("Gone[text=canary]", again.get("gone").orElseThrow().toString());
        assertEquals("Amount[cents=canary]", again.get("amount").orElseThrow().toString());
        assertEquals("Style[colour=RED]", again.get("red").orElseThrow().toString());
        assertEquals("Cheque[number=canary]", again.get("cheque").orElseThrow().toString());
        assertEquals(Optional.of(2), again.get("n"));
    }

    /** While both releases run: each reads what the other wrote, and what one does not know the other's save drops. */
    @Test
    void fault_22_both_releases_read_what_the_other_wrote() throws Exception {
        String token = storedByOldRelease();
        SessionManager node = newRelease();
        Session session = node.open(token).session().orElseThrow();
        session.set("cart", make(after.loadClass("shop.Cart"), 7, true, List.of("milk"), Optional.of("x"), "ann"));
        node.commit(session);
        Session old = oldRelease().open(token).session().orElseThrow();
        assertEquals(
                "Cart[owner=ann, items=[milk], total=0, nested=null]",
                old.get("cart").orElseThrow().toString());
    }
}
