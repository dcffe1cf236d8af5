// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec.jackson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.AttributeKey;
import dev.sojourn.CommitResult.Outcome;
import dev.sojourn.Session;
import dev.sojourn.SessionManager;
import dev.sojourn.codec.AttributeCodec;
import dev.sojourn.codec.AttributeCodecs;
import dev.sojourn.codec.AttributeValue.EncodedValue;
import dev.sojourn.codec.JavaSerializationCodec;
import dev.sojourn.codec.jackson.Shop.Cart;
import dev.sojourn.codec.jackson.Shop.Customer;
import dev.sojourn.codec.jackson.Shop.Item;
import dev.sojourn.codec.jackson.Shop.Sepa;
import dev.sojourn.store.RecordFormat;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionStore;
import dev.sojourn.store.memory.MemoryStore;
import dev.sojourn.testkit.ManualClock;
import dev.sojourn.testkit.SerializingStore;
import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The codec below a session manager, on a store of bytes and on one that keeps objects. */
class JacksonSessionsTest {
    private static final AttributeKey<Cart> CART = AttributeKey.of("cart", Cart.class);

    private static ManualClock clock() {
        return ManualClock.create();
    }

    static List<SessionStore> stores() {
        return List.of(
                new SerializingStore(clock()),
                MemoryStore.builder().clock(clock()).build());
    }

    private static SessionManager node(SessionStore store, AttributeCodec... codecs) {
        AttributeCodecs.Builder builder = AttributeCodecs.builder();
        for (AttributeCodec codec : codecs) {
            builder.add(codec);
        }
        return SessionManager.builder(store)
                .clock(clock())
                .codecs(builder.build())
                .withoutThreads()
                .build();
    }

    private static String stored(SessionManager node, String name, Object value) {
        Session session = node.create();
        session.set(name, value);
        return node.commit(session).token().orElseThrow().reveal();
    }

    private static Session open(SessionManager node, String token) {
        return node.open(token).session().orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("stores")
    void T46_a_change_inside_an_object_that_was_read_is_saved_and_reading_alone_is_not(SessionStore store) {
        SessionManager node = node(store, Shop.types().build());
        String token = stored(node, "cart", Shop.cart());
        Session reading = open(node, token);
        assertEquals(Optional.of(Shop.cart()), reading.get(CART));
        assertNotEquals(Outcome.SAVED, node.commit(reading).outcome());

        Session changing = open(node, token);
        changing.get(CART).orElseThrow().items().add(new Item("milk", 1, BigDecimal.ONE));
        assertEquals(Outcome.SAVED, node.commit(changing).outcome());
        assertEquals(2, open(node, token).get(CART).orElseThrow().items().size());
    }

    @ParameterizedTest
    @MethodSource("stores")
    void T46_a_change_inside_a_list_of_objects_is_saved(SessionStore store) {
        SessionManager node = node(store, Shop.types().build());
        String token = stored(node, "customers", List.of(new Customer("Ada", true, 1)));
        Session changing = open(node, token);
        for (Object customer : (List<?>) changing.get("customers").orElseThrow()) {
            ((Customer) customer).visit("/");
        }
        assertEquals(Outcome.SAVED, node.commit(changing).outcome());
        Customer visited = new Customer("Ada", true, 1);
        visited.visit("/");
        assertEquals(Optional.of(List.of(visited)), open(node, token).get("customers"));
    }

    @ParameterizedTest
    @MethodSource("stores")
    void T29_each_request_has_its_own_copy(SessionStore store) {
        SessionManager node = node(store, Shop.types().build());
        Cart mine = Shop.cart();
        String token = stored(node, "cart", mine);
        mine.items().clear();
        Cart first = open(node, token).get(CART).orElseThrow();
        first.items().clear();
        Cart second = open(node, token).get(CART).orElseThrow();
        assertNotSame(first, second);
        assertEquals(Shop.cart(), second);
    }

    @Test
    void the_cart_is_text_inside_of_the_stored_record() {
        SerializingStore store = new SerializingStore(clock());
        stored(node(store, Shop.types().build()), "cart", Shop.cart());
        String record = new String(store.bytes().values().iterator().next(), StandardCharsets.UTF_8);
        assertTrue(record.contains("{\"cart\":{\"money\":\"EUR\","), record);
    }

    @Test
    void what_no_codec_knows_is_refused_where_it_is_set_with_the_class_to_register() {
        Session session =
                node(new SerializingStore(clock()), Shop.types().build()).create();
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> session.set("items", List.of(new Item("tea", 1, BigDecimal.ONE))));
        assertTrue(String.valueOf(refused.getMessage()).contains(Item.class.getName()), refused.getMessage());
    }

    /** Written by the old codec, read by both, written by the new one as soon as it changes. */
    @Test
    void an_application_moves_from_one_codec_to_another_with_living_sessions() {
        SerializingStore store = new SerializingStore(clock());
        AttributeCodec java = JavaSerializationCodec.builder().allow(Note.class).build();
        AttributeCodec json = JacksonCodec.builder().type("note", Note.class).build();
        AttributeCodec smile =
                JacksonCodec.builder().type("note", Note.class).binary().build();
        String token = stored(node(store, java), "note", new Note("a"));
        assertEquals("java", codecOf(store, "note"));

        SessionManager next = node(store, json, java);
        Session reading = open(next, token);
        assertEquals(Optional.of(new Note("a")), reading.get("note"));
        assertEquals(Outcome.UNCHANGED, next.commit(reading).outcome());
        assertEquals("java", codecOf(store, "note"));
        change(next, token);
        assertEquals("json", codecOf(store, "note"));

        SessionManager last = node(store, smile, json);
        change(last, token);
        assertEquals("smile", codecOf(store, "note"));
        assertEquals(
                Optional.of(List.of("1", "1")), open(last, token).get("note").map(note -> ((Note) note).lines));
    }

    private static void change(SessionManager node, String token) {
        Session session = open(node, token);
        ((Note) session.get("note").orElseThrow()).lines.add("1");
        assertEquals(Outcome.SAVED, node.commit(session).outcome());
    }

    private static String codecOf(SerializingStore store, String name) {
        Map<SessionKey, byte[]> all = store.bytes();
        SessionKey key = all.keySet().iterator().next();
        return ((EncodedValue) RecordFormat.decode(key, Objects.requireNonNull(all.get(key)))
                        .attributes()
                        .get(name)
                        .orElseThrow())
                .codec();
    }

    @Test
    void simple_values_are_written_by_the_codec_that_is_always_there() {
        SerializingStore store = new SerializingStore(clock());
        SessionManager node = node(store, Shop.types().build());
        stored(node, "names", List.of("a"));
        assertEquals("simple", codecOf(store, "names"));
        store.clear();
        stored(node, "payments", List.of(new Sepa("x")));
        assertEquals("json", codecOf(store, "payments"));
    }

    private static final class Note implements Serializable {
        private static final long serialVersionUID = 1L;
        private String title = "";
        private ArrayList<String> lines = new ArrayList<>();

        @SuppressWarnings("unused") // by Jackson
        Note() {}

        Note(String title) {
            this.title = title;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Note that && that.title.equals(title) && that.lines.equals(lines);
        }

        @Override
        public int hashCode() {
            return title.hashCode();
        }
    }
}
