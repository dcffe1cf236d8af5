// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Constructor;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("JdkObsolete") // what applications have is what they store
class JavaSerializationCodecTest {
    private final JavaSerializationCodec codec =
            JavaSerializationCodec.builder().allow(Cart.class, Size.class).build();

    @TempDir
    private Path directory;

    @Test
    void a_value_of_an_allowed_class_comes_back() {
        Cart cart = new Cart("ann", new ArrayList<>(List.of(Size.LARGE)));
        assertTrue(codec.supports(cart));
        assertEquals(cart, codec.decode(codec.encode(cart)));
        assertArrayEquals(codec.encode(cart), codec.encode(codec.decode(codec.encode(cart))));
    }

    @Test
    void the_values_and_collections_of_the_jdk_come_back() {
        Map<DayOfWeek, Integer> days = new EnumMap<>(Map.of(DayOfWeek.MONDAY, 1));
        for (Serializable value : List.<Serializable>of(
                1,
                "text",
                'c',
                new BigDecimal("1.5"),
                UUID.randomUUID(),
                Locale.GERMANY,
                Instant.EPOCH,
                ZonedDateTime.parse("2026-01-01T00:00Z[Europe/Paris]"),
                DayOfWeek.MONDAY,
                (Serializable) days,
                EnumSet.of(DayOfWeek.MONDAY),
                new ArrayList<>(Arrays.asList("a", null)),
                new LinkedList<>(List.of("a")),
                (Serializable) Arrays.asList("a", "b"),
                (Serializable) List.of("a", "b", "c"),
                (Serializable) Set.of("a", "b"),
                (Serializable) Map.of("a", 1),
                (Serializable) Collections.unmodifiableMap(new TreeMap<>(Map.of("a", 1))),
                new HashMap<>(Map.of("a", 1)),
                new ConcurrentHashMap<>(Map.of("a", 1)),
                new TreeSet<>(String.CASE_INSENSITIVE_ORDER))) {
            assertTrue(codec.supports(value), value.getClass().getName());
            assertEquals(
                    value, codec.decode(codec.encode(value)), value.getClass().getName());
        }
        assertArrayEquals(new int[] {1}, (int[]) codec.decode(codec.encode(new int[] {1})));
        assertArrayEquals(
                new Size[][] {{Size.SMALL}}, (Size[][]) codec.decode(codec.encode(new Size[][] {{Size.SMALL}})));
    }

    @Test
    void what_a_class_extends_is_allowed_with_it() {
        JavaSerializationCodec child =
                JavaSerializationCodec.builder().allow(Child.class).build();
        assertEquals("from the parent", ((Child) child.decode(child.encode(new Child()))).inherited);
        assertTrue(child.supports(new Parent()));
    }

    @Test
    void a_package_is_allowed_without_those_below_it() {
        assertTrue(JavaSerializationCodec.builder()
                .allowPackage("dev.sojourn.codec")
                .build()
                .supports(new Cart("ann", List.of())));
        for (String other : List.of("dev.sojourn", "dev.sojourn.codec.x", "dev.sojourn.code")) {
            JavaSerializationCodec codecOfOther =
                    JavaSerializationCodec.builder().allowPackage(other).build();
            assertFalse(codecOfOther.supports(new Cart("ann", List.of())), other);
        }
    }

    @Test
    void an_allow_list_is_mandatory_and_all_problems_are_reported_at_once() {
        IllegalArgumentException none =
                assertThrows(IllegalArgumentException.class, () -> JavaSerializationCodec.builder()
                        .build());
        assertEquals("an allow-list is required: call allow(..) or allowPackage(..)", none.getMessage());

        IllegalArgumentException many =
                assertThrows(IllegalArgumentException.class, () -> JavaSerializationCodec.builder()
                        .allow(Thread.class, int[].class)
                        .allowPackage("com.shop.*")
                        .allowPackage("java.util")
                        .depth(0)
                        .bytes(-1)
                        .build());
        for (String part :
                List.of("java.lang.Thread", "[I", "com.shop.*", "java.util", "depth must be", "bytes must be")) {
            assertTrue(String.valueOf(many.getMessage()).contains(part), part);
        }
    }

    @Test
    void a_value_of_another_class_is_not_supported() {
        assertFalse(codec.supports(new Parent()));
        assertFalse(codec.supports(new Object()));
        assertFalse(codec.supports(new Thread()));
    }

    @Test
    void a_value_that_holds_another_class_is_refused_when_it_is_set_with_what_to_do() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> codec.encode(new ArrayList<>(List.of(new Parent()))));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains(Parent.class.getName()), message);
        assertTrue(message.contains("add it with allow(..)"), message);
    }

    @Test
    void a_value_that_holds_something_not_serialisable_is_refused_when_it_is_set() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> codec.encode(new Cart("ann", new ArrayList<>(Arrays.asList(new Object[] {new Object()})))));
        assertEquals(
                "a value of " + Cart.class.getName() + " cannot be stored: NotSerializableException, java.lang.Object",
                refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> codec.encode(new Object[] {new java.io.IOException()}));
    }

    @Test
    void lambdas_and_proxies_are_refused_in_both_directions() throws Exception {
        Runnable lambda = (Runnable & Serializable) () -> {};
        Object proxy =
                Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Comparable.class}, new Handler());
        JavaSerializationCodec wide = JavaSerializationCodec.builder()
                .allowPackage("dev.sojourn.codec")
                .allow(Comparable.class)
                .build();
        for (Object value : List.of(lambda, proxy)) {
            assertFalse(wide.supports(value));
            assertThrows(IllegalArgumentException.class, () -> wide.encode(value));
            assertThrows(IllegalArgumentException.class, () -> wide.encode(new ArrayList<>(Arrays.asList(value))));
            byte[] forged = Serialized.bytes(value);
            assertThrows(UnreadableAttributeException.class, () -> wide.decode(forged));
        }
        assertThrows(IllegalArgumentException.class, () -> JavaSerializationCodec.builder()
                .allow(SerializedLambda.class)
                .build());
    }

    @Test
    void a_value_that_could_not_be_read_again_is_refused_when_it_is_set() {
        JavaSerializationCodec odd =
                JavaSerializationCodec.builder().allow(WriteOnly.class).build();
        assertThrows(IllegalArgumentException.class, () -> odd.encode(new WriteOnly()));
        List<Object> deep = new ArrayList<>();
        for (int level = 0; level < 30; level++) {
            deep = new ArrayList<>(Arrays.asList((Object) deep));
        }
        Object tooDeep = deep;
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> codec.encode(tooDeep));
        assertTrue(String.valueOf(refused.getMessage()).contains("depth = 20"));
    }

    @Test
    void what_nests_without_end_or_is_too_large_breaks_a_limit() {
        List<Object> deep = new ArrayList<>();
        for (int level = 0; level < 100_000; level++) {
            List<Object> outer = new ArrayList<>();
            outer.add(deep);
            deep = outer;
        }
        Object value = deep;
        assertThrows(AttributeLimitException.class, () -> codec.encode(value));
        assertThrows(AttributeLimitException.class, () -> codec.encode("x".repeat(1 << 18)));
    }

    @Test
    void a_cycle_comes_back_as_a_cycle() {
        List<Object> cycle = new ArrayList<>();
        cycle.add(cycle);
        List<?> back = (List<?>) codec.decode(codec.encode(cycle));
        assertSame(back, back.get(0));
    }

    @Test
    void plain_values_cannot_change_and_others_may() {
        assertTrue(codec.isImmutable("x"));
        assertFalse(codec.isImmutable(new Cart("ann", List.of())));
    }

    @Test
    void fault_24_a_class_that_is_gone_is_unreadable() throws Exception {
        JavaSerializationCodec allowing = codecFor("Item");
        try (URLClassLoader loader = compile("v1", "int price = 7;")) {
            byte[] bytes = GeneratedClasses.with(loader, () -> allowing.encode(item(loader)));
            assertThrows(UnreadableAttributeException.class, () -> allowing.decode(bytes));
        }
    }

    @Test
    void fault_24_a_class_that_has_changed_is_unreadable_unless_it_says_compatible() throws Exception {
        JavaSerializationCodec allowing = codecFor("Item");
        try (URLClassLoader before = compile("v1", "int price = 7;");
                URLClassLoader after = compile("v2", "String price;");
                URLClassLoader same = compile("v3", "private static final long serialVersionUID = 1; int price = 7;");
                URLClassLoader more =
                        compile("v4", "private static final long serialVersionUID = 1; int price; int more;")) {
            byte[] old = GeneratedClasses.with(before, () -> allowing.encode(item(before)));
            assertThrows(
                    UnreadableAttributeException.class, () -> GeneratedClasses.with(after, () -> allowing.decode(old)));
            byte[] compatible = GeneratedClasses.with(same, () -> allowing.encode(item(same)));
            Object back = GeneratedClasses.with(more, () -> allowing.decode(compatible));
            assertSame(more, back.getClass().getClassLoader());
        }
    }

    @Test
    void a_class_loader_that_was_given_comes_before_that_of_the_thread() throws Exception {
        try (URLClassLoader given = compile("v1", "int price;");
                URLClassLoader other = compile("v2", "int price;")) {
            JavaSerializationCodec fixed = JavaSerializationCodec.builder()
                    .allow(item(given).getClass())
                    .classLoader(given)
                    .build();
            byte[] bytes = fixed.encode(item(given));
            Object back = GeneratedClasses.with(other, () -> fixed.decode(bytes));
            assertSame(given, back.getClass().getClassLoader());
        }
    }

    @Test
    void it_works_beside_the_simple_codec() {
        AttributeCodecs codecs = AttributeCodecs.builder().add(codec).build();
        Cart cart = new Cart("ann", List.of());
        assertEquals(cart, codecs.decode(codecs.encode(cart, false)));
        assertEquals(List.of(cart), codecs.decode(codecs.encode(List.of(cart), false)));
        assertThrows(IllegalArgumentException.class, () -> codecs.encode(new URL("http://localhost"), false));
    }

    private URLClassLoader compile(String version, String fields) throws Exception {
        return GeneratedClasses.compile(
                directory.resolve(version),
                "Item",
                "public class Item implements java.io.Serializable { " + fields + " }");
    }

    private JavaSerializationCodec codecFor(String name) throws Exception {
        try (URLClassLoader loader = compile("for the allow-list", "")) {
            return JavaSerializationCodec.builder()
                    .allow(loader.loadClass(name))
                    .build();
        }
    }

    private static Object item(ClassLoader loader) throws Exception {
        Constructor<?> constructor = loader.loadClass("Item").getConstructor();
        return constructor.newInstance();
    }

    private enum Size {
        SMALL,
        LARGE {
            @Override
            public String toString() {
                return "large";
            }
        }
    }

    private record Cart(String owner, List<?> items) implements Serializable {}

    private static class Parent implements Serializable {
        private static final long serialVersionUID = 1L;
        final String inherited = "from the parent";
    }

    private static final class Child extends Parent {
        private static final long serialVersionUID = 1L;
    }

    private static final class Handler implements java.lang.reflect.InvocationHandler, Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public Object invoke(Object proxy, java.lang.reflect.Method method, Object[] arguments) {
            return 0;
        }
    }

    private static final class WriteOnly implements Serializable {
        private static final long serialVersionUID = 1L;

        private void readObject(java.io.ObjectInputStream stream) throws java.io.IOException {
            throw new java.io.InvalidObjectException("never to be read");
        }
    }
}
