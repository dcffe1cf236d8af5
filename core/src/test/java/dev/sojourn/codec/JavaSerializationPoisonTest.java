// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Objects that someone put into the store who can write there: W32 (no deserialisation of what is not allowed), W34 (random
 * bytes), W35 (gadget class, type confusion, giant length, deep nesting), W38 (no code of the attacker's choice, even with all
 * keys), fault 23, ASVS 1.5.2.
 */
class JavaSerializationPoisonTest {
    private static final AtomicInteger SPRUNG = new AtomicInteger();

    private final JavaSerializationCodec codec =
            JavaSerializationCodec.builder().allow(Harmless.class, Banned.class).build();

    /** Set once for the whole virtual machine; names a class of this test only. */
    @BeforeAll
    static void filterOfTheVirtualMachine() {
        if (ObjectInputFilter.Config.getSerialFilter() == null) {
            ObjectInputFilter.Config.setSerialFilter(
                    ObjectInputFilter.Config.createFilter("!" + Banned.class.getName()));
        }
    }

    @Test
    void W35_W38_a_gadget_that_is_not_on_the_list_never_runs_wherever_it_hides() throws IOException {
        Map<Object, Object> map = new HashMap<>();
        map.put("key", new Gadget());
        Harmless holder = new Harmless();
        holder.content = new Gadget();
        for (Object value : List.of(
                new Gadget(),
                new Gadget[] {new Gadget()},
                new Object[] {"x", new Gadget()},
                new ArrayList<>(List.of(new Gadget())),
                List.of(new Gadget(), 1, 2),
                Collections.singleton(new Gadget()),
                map,
                holder,
                new GadgetChild())) {
            byte[] bytes = Serialized.bytes(value);
            UnreadableAttributeException refused =
                    assertThrows(UnreadableAttributeException.class, () -> codec.decode(bytes));
            assertTrue(String.valueOf(refused.getMessage()).length() > 10);
        }
        assertEquals(0, SPRUNG.get());
    }

    @Test
    void the_gadget_of_this_test_would_run_without_the_list() throws Exception {
        int before = SPRUNG.get();
        try (ObjectInputStream open =
                new ObjectInputStream(new java.io.ByteArrayInputStream(Serialized.bytes(new Gadget())))) {
            open.readObject();
        }
        assertEquals(before + 1, SPRUNG.getAndSet(before));
    }

    @Test
    void W38_classes_of_the_jdk_that_connect_or_call_are_refused() throws Exception {
        Map<Object, Object> resolving = new HashMap<>();
        resolving.put(URI.create("http://localhost").toURL(), 1);
        PriorityQueue<String> calling = new PriorityQueue<>(1, Comparator.<String>reverseOrder());
        for (Object value : List.of(resolving, calling, Collections.nCopies(Integer.MAX_VALUE, "x"))) {
            byte[] bytes = Serialized.bytes(value);
            assertThrows(UnreadableAttributeException.class, () -> codec.decode(bytes));
            assertThrows(IllegalArgumentException.class, () -> codec.encode(value));
        }
    }

    @Test
    void W32_a_class_that_is_not_on_the_list_is_refused_before_it_is_looked_up() throws Exception {
        byte[] bytes = Serialized.bytes(new Gadget());
        List<String> asked = new ArrayList<>();
        ClassLoader recorder = new ClassLoader(getClass().getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                asked.add(name);
                return super.loadClass(name, resolve);
            }
        };
        GeneratedClasses.with(
                recorder, () -> assertThrows(UnreadableAttributeException.class, () -> codec.decode(bytes)));
        assertEquals(List.of(), asked);
    }

    @Test
    void the_filter_of_the_virtual_machine_holds_in_addition() throws IOException {
        byte[] bytes = Serialized.bytes(new Banned());
        assertThrows(UnreadableAttributeException.class, () -> codec.decode(bytes));
        assertThrows(IllegalArgumentException.class, () -> codec.encode(new Banned()));
    }

    @Test
    void fault_23_every_truncation_is_unreadable() throws IOException {
        byte[] whole = Serialized.bytes(sample());
        assertEquals(3, ((List<?>) ((Harmless) codec.decode(whole)).content).size());
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThrows(UnreadableAttributeException.class, () -> codec.decode(part));
        }
        assertThrows(UnreadableAttributeException.class, () -> codec.decode(Arrays.copyOf(whole, whole.length + 1)));
    }

    @Test
    void fault_23_every_flipped_bit_gives_a_value_or_is_unreadable() throws IOException {
        byte[] bytes = Serialized.bytes(sample());
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            bytes[bit / 8] ^= (byte) (1 << (bit % 8));
            decodeOrRefuse(bytes);
            bytes[bit / 8] ^= (byte) (1 << (bit % 8));
        }
    }

    @Test
    void W34_random_bytes_give_a_value_or_are_unreadable() {
        long seed = 99;
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[6 + random.nextInt(60)];
            random.nextBytes(bytes);
            ByteBuffer.wrap(bytes).putInt(0xaced0005).put((byte) (0x70 + random.nextInt(16)));
            decodeOrRefuse(bytes);
        }
    }

    @Test
    void W35_a_giant_length_is_refused_before_anything_is_allocated() throws IOException {
        for (Object value : List.of(new int[1], new long[1], new Object[1], new byte[1], new String[][] {{}})) {
            byte[] bytes = Serialized.bytes(value);
            // An array is: class, then the length as four bytes, then its elements; the length is 1 here.
            for (int length : new int[] {Integer.MAX_VALUE, 1 << 24, 65_537, 10_000}) {
                byte[] forged = bytes.clone();
                ByteBuffer.wrap(forged).putInt(lengthPosition(forged), length);
                UnreadableAttributeException refused =
                        assertThrows(UnreadableAttributeException.class, () -> codec.decode(forged));
                assertTrue(String.valueOf(refused.getMessage()).startsWith("an array longer than"));
            }
        }
    }

    @Test
    void W35_a_collection_that_says_it_is_giant_is_refused() throws IOException {
        ArrayList<Object> list = new ArrayList<>(List.of("x"));
        byte[] bytes = Serialized.bytes(list);
        int size =
                new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("sizexp") + "sizexp".length();
        ByteBuffer.wrap(bytes).putInt(size, Integer.MAX_VALUE).putInt(size + 6, Integer.MAX_VALUE);
        assertThrows(UnreadableAttributeException.class, () -> codec.decode(bytes));
    }

    @Test
    void W35_deep_nesting_many_objects_and_many_bytes_are_refused() throws IOException {
        List<Object> deep = new ArrayList<>();
        for (int level = 0; level < 200; level++) {
            deep = new ArrayList<>(Arrays.asList((Object) deep));
        }
        assertRefused("depth = 20", deep);
        List<Object> many = new ArrayList<>();
        for (int index = 0; index < 10_000; index++) {
            many.add(List.of());
        }
        assertRefused("references = 10000", many);
        assertRefused("bytes = 262144", "x".repeat(1 << 18));
    }

    @Test
    void W35_hash_sets_that_hold_one_another_end_at_the_depth() throws IOException {
        HashSet<Object> root = new HashSet<>();
        HashSet<Object> left = root;
        HashSet<Object> right = new HashSet<>();
        for (int level = 0; level < 100; level++) {
            HashSet<Object> nextLeft = new HashSet<>();
            HashSet<Object> nextRight = new HashSet<>();
            nextLeft.add("odd");
            left.add(nextLeft);
            left.add(nextRight);
            right.add(nextLeft);
            right.add(nextRight);
            left = nextLeft;
            right = nextRight;
        }
        assertRefused("depth = 20", root);
    }

    @Test
    void limits_can_be_chosen() throws IOException {
        JavaSerializationCodec narrow = JavaSerializationCodec.builder()
                .allow(Harmless.class)
                .depth(2)
                .references(5)
                .arrayLength(3)
                .bytes(200)
                .build();
        assertTrue(narrow.supports(new int[3]));
        narrow.encode(new int[3]);
        for (Object value : List.of(new int[4], new Object[] {new Object[] {new Object[0]}}, new String[40])) {
            byte[] bytes = Serialized.bytes(value);
            assertThrows(UnreadableAttributeException.class, () -> narrow.decode(bytes));
        }
    }

    @Test
    void null_alone_is_unreadable() throws IOException {
        byte[] bytes = {(byte) 0xac, (byte) 0xed, 0, 5, 0x70};
        assertThrows(UnreadableAttributeException.class, () -> codec.decode(bytes));
    }

    private void assertRefused(String reason, Object value) throws IOException {
        byte[] bytes = Serialized.bytes(value);
        UnreadableAttributeException refused =
                assertThrows(UnreadableAttributeException.class, () -> codec.decode(bytes));
        assertTrue(String.valueOf(refused.getMessage()).contains(reason), refused.getMessage());
    }

    private void decodeOrRefuse(byte[] bytes) {
        try {
            assertFalse(codec.decode(bytes) instanceof Gadget);
        } catch (UnreadableAttributeException expected) {
            assertFalse(String.valueOf(expected.getMessage()).isEmpty());
        }
    }

    /** After the class description's end (78 70). */
    private static int lengthPosition(byte[] bytes) {
        for (int at = 0; at + 6 <= bytes.length; at++) {
            if (bytes[at] == 0x78
                    && bytes[at + 1] == 0x70
                    && ByteBuffer.wrap(bytes).getInt(at + 2) == 1) {
                return at + 2;
            }
        }
        throw new IllegalArgumentException("no array of one element");
    }

    private static Object sample() {
        Harmless value = new Harmless();
        value.content = new ArrayList<>(List.of("text", 1, new HashMap<>(Map.of("key", new int[] {1, 2}))));
        return value;
    }

    private static final class Harmless implements Serializable {
        private static final long serialVersionUID = 1L;
        Object content = "";
    }

    private static class Gadget implements Serializable {
        private static final long serialVersionUID = 1L;

        private void readObject(ObjectInputStream stream) throws IOException, ClassNotFoundException {
            SPRUNG.incrementAndGet();
            stream.defaultReadObject();
        }
    }

    private static final class GadgetChild extends Gadget {
        private static final long serialVersionUID = 1L;
    }

    /** Allowed by us, refused by the virtual machine's filter. */
    private static final class Banned implements Serializable {
        private static final long serialVersionUID = 1L;
    }
}
