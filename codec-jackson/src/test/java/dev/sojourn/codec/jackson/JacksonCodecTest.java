// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec.jackson;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.sojourn.codec.AttributeLimitException;
import dev.sojourn.codec.AttributeLimits;
import dev.sojourn.codec.UnreadableAttributeException;
import dev.sojourn.codec.jackson.Shop.Card;
import dev.sojourn.codec.jackson.Shop.Cart;
import dev.sojourn.codec.jackson.Shop.Cash;
import dev.sojourn.codec.jackson.Shop.Customer;
import dev.sojourn.codec.jackson.Shop.Item;
import dev.sojourn.codec.jackson.Shop.Money;
import dev.sojourn.codec.jackson.Shop.Payment;
import dev.sojourn.codec.jackson.Shop.Sepa;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes in comes out again, in both formats, and is text that people can read in one of them. */
class JacksonCodecTest {
    private final JacksonCodec json = Shop.types().build();

    @ParameterizedTest
    @MethodSource("dev.sojourn.codec.jackson.Shop#codecs")
    void records_and_classes_come_back_equal_and_as_copies(JacksonCodec codec) {
        Customer customer = new Customer("Ada", true, 7);
        customer.visit("/");
        for (Object value : List.of(
                Shop.cart(), customer, Everything.sample(), Keys.sample(), new Sepa("DE00"), new Cash(Money.CHF))) {
            assertTrue(codec.supports(value));
            Object back = codec.decode(codec.encode(value));
            assertEquals(value, back);
            assertNotSame(value, back);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.sojourn.codec.jackson.Shop#codecs")
    void T46_equal_content_has_equal_bytes_also_after_reading(JacksonCodec codec) {
        for (Object value : List.of(Shop.cart(), Everything.sample(), Keys.sample())) {
            byte[] bytes = codec.encode(value);
            assertArrayEquals(bytes, codec.encode(value));
            assertArrayEquals(bytes, codec.encode(codec.decode(bytes)));
        }
    }

    @Test
    void an_operator_can_read_what_is_stored() {
        assertEquals(
                "{\"cart\":{\"money\":\"EUR\",\"items\":[{\"sku\":\"tea\",\"quantity\":2,\"price\":4.50}],"
                        + "\"payment\":{\"Sepa\":{\"iban\":\"DE00\"}}}}",
                text(json.encode(Shop.cart())));
        assertEquals(
                "{\"payment\":{\"Card\":{\"number\":\"4111\",\"month\":12}}}", text(json.encode(new Card("4111", 12))));
        assertEquals(
                "{\"customer\":{\"member\":false,\"name\":\"Ada\",\"visited\":[]}}",
                text(json.encode(new Customer("Ada", false, 7))));
    }

    /** The sizes that docs/attributes.md names. */
    @Test
    void the_binary_form_is_smaller_and_is_a_codec_of_its_own() {
        JacksonCodec smile = Shop.types().binary().build();
        assertEquals(199, json.encode(cartOf(3)).length);
        assertEquals(131, smile.encode(cartOf(3)).length);
        assertEquals(1_060, json.encode(cartOf(20)).length);
        assertEquals(561, smile.encode(cartOf(20)).length);
        assertEquals("json", json.id());
        assertEquals("smile", smile.id());
        assertThrows(UnreadableAttributeException.class, () -> json.decode(smile.encode(cartOf(1))));
        assertThrows(UnreadableAttributeException.class, () -> smile.decode(json.encode(cartOf(1))));
    }

    private static Cart cartOf(int lines) {
        List<Item> items = new ArrayList<>();
        for (int line = 0; line < lines; line++) {
            items.add(new Item("article-" + (1_000 + line), 1 + line, new BigDecimal("12.50")));
        }
        return new Cart(Money.EUR, items, Optional.empty());
    }

    @ParameterizedTest
    @MethodSource("dev.sojourn.codec.jackson.Shop#codecs")
    void what_is_transient_is_not_stored_and_the_constructor_decides(JacksonCodec codec) {
        Customer back = (Customer) codec.decode(codec.encode(new Customer("Ada", true, 7)));
        assertEquals(0, back.notStored());
    }

    @ParameterizedTest
    @MethodSource("dev.sojourn.codec.jackson.Shop#codecs")
    void lists_sets_and_maps_of_one_registered_type_are_stored(JacksonCodec codec) {
        Cart cart = Shop.cart();
        Map<String, Payment> payments = new LinkedHashMap<>();
        payments.put("second", new Sepa("DE00"));
        payments.put("first", new Card("4111", 12));
        for (Object value : List.of(
                List.of(cart),
                new ArrayList<>(Arrays.asList(cart, null, cart)),
                new LinkedHashSet<>(List.of(new Sepa("b"), new Cash(Money.EUR), new Sepa("a"))),
                Set.of(cart),
                payments,
                Map.of("only", cart))) {
            assertTrue(codec.supports(value));
            assertEquals(value, codec.decode(codec.encode(value)));
        }
        assertInstanceOf(ArrayList.class, codec.decode(codec.encode(List.of(cart))));
        assertInstanceOf(LinkedHashSet.class, codec.decode(codec.encode(new HashSet<>(List.of(cart)))));
        Object map = codec.decode(codec.encode(payments));
        assertEquals(
                List.of("second", "first"),
                List.copyOf(((Map<?, ?>) assertInstanceOf(LinkedHashMap.class, map)).keySet()));
    }

    @Test
    void a_list_says_of_what_it_is() {
        assertEquals(
                "{\"list:payment\":[{\"Sepa\":{\"iban\":\"DE00\"}},{\"Cash\":{\"money\":\"CHF\"}}]}",
                text(json.encode(List.of(new Sepa("DE00"), new Cash(Money.CHF)))));
    }

    @Test
    @SuppressWarnings("JdkObsolete") // what applications have is what they store
    void what_is_not_registered_is_not_supported() {
        for (Object value : List.of(
                "text",
                new Item("tea", 1, BigDecimal.ONE), // reached by a registered type, and not registered itself
                List.of(),
                List.of("text"),
                List.of(Shop.cart(), new Sepa("x")),
                List.of(Shop.cart(), "text"),
                List.of(List.of(Shop.cart())),
                Map.of(1, Shop.cart()),
                new LinkedList<>(List.of(Shop.cart())),
                new TreeMap<>(Map.of("a", Shop.cart())),
                new TreeSet<>(Set.of("a")),
                new Customer("Ada", true, 1) {})) {
            assertFalse(json.supports(value), () -> value.getClass().getName());
            assertThrows(IllegalArgumentException.class, () -> json.encode(value));
        }
    }

    @Test
    void a_class_that_is_registered_beside_its_hierarchy_has_its_own_name_and_lists_keep_the_common_one() {
        JacksonCodec codec = JacksonCodec.builder()
                .type("payment", Payment.class)
                .type("card", Card.class)
                .build();
        Card card = new Card("4111", 12);
        assertEquals("{\"card\":{\"number\":\"4111\",\"month\":12}}", text(codec.encode(card)));
        assertEquals(
                "{\"list:payment\":[{\"card\":{\"number\":\"4111\",\"month\":12}},{\"Sepa\":{\"iban\":\"x\"}}]}",
                text(codec.encode(List.of(card, new Sepa("x")))));
        // Written before the class was registered itself.
        assertEquals(card, codec.decode("{\"payment\":{\"Card\":{\"number\":\"4111\",\"month\":12}}}".getBytes(UTF_8)));
    }

    @Test
    void a_renamed_class_and_a_renamed_type_are_read_by_their_former_names() {
        JacksonCodec codec = JacksonCodec.builder()
                .type("basket", Cart.class, "cart", "trolley")
                .type("card", Card.class, "CreditCard")
                .type("payment", Payment.class)
                .build();
        byte[] old = json.encode(Shop.cart());
        assertEquals(Shop.cart(), codec.decode(old));
        assertTrue(text(codec.encode(Shop.cart())).startsWith("{\"basket\":"));
        byte[] list = text(json.encode(List.of(Shop.cart())))
                .replace("cart", "trolley")
                .getBytes(UTF_8);
        assertEquals(List.of(Shop.cart()), codec.decode(list));
        assertEquals(
                new Card("1", 2),
                codec.decode("{\"payment\":{\"CreditCard\":{\"number\":\"1\",\"month\":2}}}".getBytes(UTF_8)));
    }

    @Test
    void a_class_without_a_name_given_has_its_simple_name() {
        JacksonCodec codec = JacksonCodec.builder().type(Cart.class).build();
        assertTrue(text(codec.encode(Shop.cart())).startsWith("{\"Cart\":"));
    }

    /** Names of components that are not there any more, or not yet. */
    @Test
    void fields_may_be_added_and_removed() {
        JacksonCodec codec = JacksonCodec.builder().type("user", User.class).build();
        assertEquals(
                new User("ann", 3, null, List.of("x")),
                decode(codec, "{'user':{'login':'ann','age':3,'mail':[1,{'x':2}],'roles':['x']}}"));
        assertEquals(new User("ann", 0, null, null), decode(codec, "{'user':{'name':'ann'}}"));
        assertEquals(
                new User("ann", 0, null, null),
                decode(codec, "{'user':{'name':'ann','age':null,'mail':1,'roles':null}}"));
        assertEquals(
                new Cart(Money.EUR, List.of(), Optional.empty()), decode(json, "{'cart':{'money':'EUR','items':[]}}"));
        assertEquals(new Customer("nobody", false, 0), decode(json, "{'customer':{}}"));
    }

    private record User(
            @JsonAlias("login") String name,
            int age,
            @Nullable Boolean active,
            @Nullable List<String> roles) {}

    /** A value that does not fit is not bent until it does. */
    @Test
    void a_value_of_another_type_is_unreadable() {
        JacksonCodec codec = JacksonCodec.builder().type("user", User.class).build();
        for (String field : List.of(
                "'age':'3'",
                "'age':1.5",
                "'age':99999999999",
                "'age':[3]",
                "'active':1",
                "'active':'true'",
                "'roles':'x'",
                "'roles':{}",
                "'name':{}",
                "'name':[]")) {
            assertThrows(UnreadableAttributeException.class, () -> decode(codec, "{'user':{" + field + "}}"), field);
        }
        for (String money : List.of("'GBP'", "0", "''", "'money of EUR'", "'eur'")) {
            assertThrows(
                    UnreadableAttributeException.class,
                    () -> decode(json, "{'payment':{'Cash':{'money':" + money + "}}}"),
                    money);
        }
        // Every number is a text.
        assertEquals(new User("3", 0, null, null), decode(codec, "{'user':{'name':3}}"));
    }

    private record UserId(String text) {
        @JsonCreator
        UserId {
            if (text.isEmpty()) {
                throw new IllegalArgumentException("empty");
            }
        }

        @JsonValue
        @Override
        public String text() {
            return text;
        }
    }

    private record Login(UserId user) {}

    @Test
    void annotations_of_jackson_hold() {
        JacksonCodec codec = JacksonCodec.builder().type("login", Login.class).build();
        assertEquals("{\"login\":{\"user\":\"ann\"}}", text(codec.encode(new Login(new UserId("ann")))));
        assertEquals(new Login(new UserId("ann")), codec.decode(codec.encode(new Login(new UserId("ann")))));
        assertThrows(UnreadableAttributeException.class, () -> decode(codec, "{'login':{'user':''}}"));
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by hand
    private record Rare(ZonedDateTime moment, BigDecimal number, byte[] bytes, int[][] matrix, char[] chars) {}

    @ParameterizedTest
    @MethodSource("binaryOrNot")
    void rare_values_come_back_as_they_were(boolean binary) {
        JacksonCodec.Builder builder = JacksonCodec.builder().type("rare", Rare.class);
        JacksonCodec codec = binary ? builder.binary().build() : builder.build();
        byte[] bytes = new byte[256];
        for (int index = 0; index < 256; index++) {
            bytes[index] = (byte) index;
        }
        for (BigDecimal number : List.of(
                new BigDecimal("1E+3"),
                new BigDecimal("-1E-30"),
                new BigDecimal("0.00"),
                new BigDecimal(BigInteger.TEN.pow(60), 20))) {
            // The second half past two of the night in which clocks go back.
            ZonedDateTime moment = ZonedDateTime.parse("2026-10-25T02:30:00+01:00[Europe/Paris]");
            Rare rare = new Rare(moment, number, bytes, new int[][] {{1, -1}, {}}, new char[] {'a', '\uffff'});
            Rare back = (Rare) codec.decode(codec.encode(rare));
            assertEquals(moment, back.moment());
            assertEquals(number, back.number());
            assertArrayEquals(bytes, back.bytes());
            assertArrayEquals(rare.matrix(), back.matrix());
            assertArrayEquals(rare.chars(), back.chars());
        }
    }

    static List<Boolean> binaryOrNot() {
        return List.of(false, true);
    }

    /** JSON can escape half of a surrogate pair, but not in a name that is read again; Smile cannot. */
    @Test
    void text_that_is_no_unicode_comes_back_or_is_refused_and_is_never_replaced() {
        JacksonCodec smile = Shop.types().binary().build();
        for (String text : List.of("\ud800", "\udc00!", "x".repeat(9_000) + "\ud800", "x".repeat(9_000) + "\udc00!")) {
            Object value = new Sepa(text);
            Object key = Map.of(text, new Sepa("x"));
            assertEquals(value, json.decode(json.encode(value)));
            assertThrows(IllegalArgumentException.class, () -> json.encode(key));
            assertThrows(IllegalArgumentException.class, () -> smile.encode(value));
            assertThrows(IllegalArgumentException.class, () -> smile.encode(key));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.sojourn.codec.jackson.Shop#codecs")
    void records_that_cannot_change_are_known(JacksonCodec codec) {
        assertTrue(codec.isImmutable(new Sepa("x")));
        assertTrue(codec.isImmutable(new Cash(Money.EUR)));
        assertFalse(codec.isImmutable(Shop.cart())); // a list can change
        assertFalse(codec.isImmutable(new Customer("Ada", true, 1)));
        assertFalse(codec.isImmutable(List.of(new Sepa("x"))));
    }

    private static final class Node {
        @SuppressWarnings("UnusedVariable") // by Jackson
        private @Nullable Node next;
    }

    @ParameterizedTest
    @MethodSource("binaryOrNot")
    void a_value_is_refused_beyond_the_depth_and_accepted_up_to_it(boolean binary) {
        JacksonCodec.Builder builder = JacksonCodec.builder().type("node", Node.class);
        JacksonCodec codec = binary ? builder.binary().build() : builder.build();
        codec.decode(codec.encode(chain(32)));
        AttributeLimitException refused = assertThrows(AttributeLimitException.class, () -> codec.encode(chain(33)));
        assertTrue(String.valueOf(refused.getMessage()).contains("nesting = 32"), refused.getMessage());
        Node loop = chain(2);
        loop.next = loop;
        assertThrows(IllegalArgumentException.class, () -> codec.encode(loop));
        Node wide = chain(1);
        Node other = new Node();
        wide.next = other;
        other.next = wide;
        assertThrows(AttributeLimitException.class, () -> codec.encode(wide));
    }

    private static Node chain(int length) {
        Node first = new Node();
        Node last = first;
        for (int index = 1; index < length; index++) {
            Node next = new Node();
            last.next = next;
            last = next;
        }
        return first;
    }

    @ParameterizedTest
    @MethodSource("binaryOrNot")
    void a_value_is_refused_beyond_its_size_and_accepted_up_to_it(boolean binary) {
        JacksonCodec.Builder builder =
                JacksonCodec.builder().type("s", Sepa.class).limits(AttributeLimits.DEFAULT.withAttributeBytes(40_000));
        JacksonCodec codec = binary ? builder.binary().build() : builder.build();
        int others = codec.encode(new Sepa("x".repeat(30_000))).length - 30_000;
        Sepa largest = new Sepa("x".repeat(40_000 - others));
        assertEquals(largest, codec.decode(codec.encode(largest)));
        AttributeLimitException refused =
                assertThrows(AttributeLimitException.class, () -> codec.encode(new Sepa(largest.iban() + "x")));
        assertTrue(String.valueOf(refused.getMessage()).contains("attributeBytes = 40000"), refused.getMessage());
    }

    @ParameterizedTest
    @MethodSource("dev.sojourn.codec.jackson.Shop#codecs")
    void numbers_and_names_end_where_they_could_not_be_read_again(JacksonCodec codec) {
        BigDecimal longest = new BigDecimal(BigInteger.TEN.pow(999));
        Cart cart = new Cart(Money.EUR, List.of(new Item("x", 1, longest)), Optional.empty());
        assertEquals(cart, codec.decode(codec.encode(cart)));
        Cart longer = new Cart(
                Money.EUR,
                List.of(new Item("x", 1, longest.movePointRight(1_500).setScale(0))),
                Optional.empty());
        assertThrows(IllegalArgumentException.class, () -> codec.encode(longer));
        assertEquals(1, ((Map<?, ?>) codec.decode(codec.encode(Map.of("x".repeat(50_000), cart)))).size());
        assertThrows(IllegalArgumentException.class, () -> codec.encode(Map.of("x".repeat(50_001), cart)));
    }

    /** A limit that was lowered refuses what is written, not what is there: as for simple values. */
    @Test
    void what_was_stored_before_a_limit_was_lowered_is_read() {
        Sepa value = new Sepa("x".repeat(1_000));
        JacksonCodec small = Shop.types()
                .limits(AttributeLimits.DEFAULT.withAttributeBytes(100))
                .build();
        assertEquals(value, small.decode(json.encode(value)));
    }

    @Test
    void the_bytes_are_bounded_while_they_are_written() throws Exception {
        try (OutputStream bytes = new BoundedBytes(3)) {
            bytes.write(1);
            bytes.write(new byte[] {2, 3});
            assertThrows(AttributeLimitException.class, () -> bytes.write(4));
            assertThrows(AttributeLimitException.class, () -> bytes.write(new byte[Integer.MAX_VALUE / 4]));
        }
    }

    private static Object decode(JacksonCodec codec, String json) {
        return codec.decode(json.replace('\'', '"').getBytes(UTF_8));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
