// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.util.AbstractList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table in the Javadoc of {@link SimpleValueCodec}: which collection comes back as which. */
@SuppressWarnings("JdkObsolete") // what applications have is what they store
class SimpleValueCollectionsTest {
    private final SimpleValueCodec codec = new SimpleValueCodec(AttributeLimits.DEFAULT);

    @Test
    void lists_come_back_as_lists_that_can_be_changed() {
        for (List<String> list : List.of(
                new ArrayList<>(List.of("b", "a")),
                Arrays.asList("b", "a"),
                new ArrayList<>(List.of("b", "a", "c")).subList(0, 2))) {
            assertComesBackAs(ArrayList.class, list);
        }
        assertComesBackAs(LinkedList.class, new LinkedList<>(List.of("b", "a")));
    }

    @Test
    void hash_sets_and_maps_come_back_in_the_order_written() {
        assertComesBackAs(LinkedHashSet.class, new HashSet<>(List.of("b", "a", "zz", "y")));
        assertComesBackAs(LinkedHashSet.class, new LinkedHashSet<>(List.of("b", "a", "zz", "y")));
        assertComesBackAs(LinkedHashMap.class, new HashMap<>(Map.of("b", 1, "a", 2, "zz", 3)));
        assertComesBackAs(LinkedHashMap.class, new LinkedHashMap<>(Map.of("b", 1, "a", 2)));
        assertComesBackAs(ConcurrentHashMap.class, new ConcurrentHashMap<>(Map.of("b", 1, "a", 2)));
    }

    @Test
    void sorted_collections_stay_sorted() {
        assertComesBackAs(TreeSet.class, new TreeSet<>(List.of("b", "a")));
        assertComesBackAs(TreeMap.class, new TreeMap<>(Map.of("b", 1, "a", 2)));
        assertComesBackAs(TreeMap.class, new EnumMap<>(Map.of(DayOfWeek.SUNDAY, "rest", DayOfWeek.MONDAY, "work")));
        assertComesBackAs(TreeMap.class, new EnumMap<>(DayOfWeek.class));
    }

    @Test
    void enum_sets_come_back_with_their_type_also_when_empty() {
        EnumSet<?> back = (EnumSet<?>) codec.decode(codec.encode(EnumSet.noneOf(DayOfWeek.class)));
        assertEquals(EnumSet.allOf(DayOfWeek.class), EnumSet.complementOf(back));
        assertEquals(
                EnumSet.of(DayOfWeek.SUNDAY, DayOfWeek.MONDAY),
                codec.decode(codec.encode(EnumSet.of(DayOfWeek.SUNDAY, DayOfWeek.MONDAY))));
    }

    @Test
    void unmodifiable_collections_stay_unmodifiable() {
        for (Collection<?> collection : List.of(
                List.of(),
                List.of("a"),
                List.of("b", "a", "c"),
                List.of("b", "a", "c").subList(1, 3),
                Stream.of("b", "a").toList(),
                Collections.emptyList(),
                Collections.singletonList("a"),
                Collections.nCopies(3, "a"),
                Collections.unmodifiableList(new ArrayList<>(List.of("a"))),
                Collections.unmodifiableList(new LinkedList<>(List.of("a"))),
                Set.of(),
                Set.of("a"),
                Set.of("b", "a", "c"),
                Collections.emptySet(),
                Collections.singleton("a"),
                Collections.unmodifiableSet(new HashSet<>(List.of("b", "a"))),
                Collections.emptySortedSet(),
                Collections.unmodifiableSortedSet(new TreeSet<>(List.of("b", "a"))),
                Collections.unmodifiableNavigableSet(new TreeSet<>(List.of("b", "a"))))) {
            Collection<?> back = (Collection<?>) codec.decode(codec.encode(collection));
            assertTrue(
                    Values.sameContent(collection, back), collection.getClass().getName());
            assertThrows(
                    UnsupportedOperationException.class,
                    back::clear,
                    collection.getClass().getName());
        }
    }

    @Test
    void unmodifiable_maps_stay_unmodifiable() {
        for (Map<?, ?> map : List.of(
                Map.of(),
                Map.of("a", 1),
                Map.of("a", 1, "b", 2, "c", 3),
                Collections.emptyMap(),
                Collections.singletonMap("a", 1),
                Collections.unmodifiableMap(new HashMap<>(Map.of("a", 1))),
                Collections.emptySortedMap(),
                Collections.unmodifiableSortedMap(new TreeMap<>(Map.of("b", 1, "a", 2))),
                Collections.unmodifiableNavigableMap(new TreeMap<>(Map.of("b", 1, "a", 2))))) {
            Map<?, ?> back = (Map<?, ?>) codec.decode(codec.encode(map));
            assertTrue(Values.sameContent(map, back), map.getClass().getName());
            assertThrows(
                    UnsupportedOperationException.class,
                    back::clear,
                    map.getClass().getName());
        }
    }

    @Test
    void null_elements_keys_and_values_come_back() {
        assertComesBackAs(ArrayList.class, new ArrayList<>(Arrays.asList("a", null)));
        assertComesBackAs(LinkedHashSet.class, new HashSet<>(Arrays.asList("a", null)));
        Map<Object, Object> map = new HashMap<>();
        map.put(null, 1);
        map.put("a", null);
        assertComesBackAs(LinkedHashMap.class, map);
        Map<Object, Object> tree = new TreeMap<>();
        tree.put("a", null);
        assertComesBackAs(TreeMap.class, tree);
    }

    @Test
    void arrays_come_back_with_their_class() {
        Object[] arrays = {
            new Object[] {"a", null, 1, new int[] {1}},
            new String[] {"a", null},
            new Boolean[] {true},
            new Integer[][] {{1}, null, {}},
            new DayOfWeek[] {DayOfWeek.MONDAY},
            new long[][][] {{{1}}},
            new Object[][] {{"a"}, new String[] {"b"}}
        };
        for (Object array : arrays) {
            assertTrue(codec.supports(array));
            assertTrue(
                    Values.same(array, codec.decode(codec.encode(array))),
                    array.getClass().getName());
        }
    }

    @Test
    void collections_with_a_behaviour_of_their_own_are_left_to_another_codec() {
        List<Object> strangers = List.of(
                new ArrayList<>() {
                    private static final long serialVersionUID = 1L;
                },
                new LinkedHashMap<String, String>() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
                        return true;
                    }
                },
                new AbstractList<String>() {
                    @Override
                    public String get(int index) {
                        return "";
                    }

                    @Override
                    public int size() {
                        return 1;
                    }
                },
                new TreeSet<>(Comparator.<String>reverseOrder()),
                new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER),
                Collections.unmodifiableSortedSet(new TreeSet<>(Comparator.<String>reverseOrder())),
                new PriorityQueue<>(),
                new ArrayDeque<>(),
                new HashMap<>(Map.of("a", 1)).keySet());
        for (Object stranger : strangers) {
            assertFalse(codec.supports(stranger), stranger.getClass().getName());
            assertFalse(
                    codec.supports(new Object[] {stranger}), stranger.getClass().getName());
            assertThrows(IllegalArgumentException.class, () -> codec.encode(stranger));
        }
    }

    @Test
    void arrays_of_other_classes_are_left_to_another_codec() {
        assertFalse(codec.supports(new StringBuilder[0]));
        assertFalse(codec.supports(new Number[][] {{1}}));
        assertThrows(IllegalArgumentException.class, () -> codec.encode(new StringBuilder[0]));
    }

    @Test
    void what_comes_back_is_written_as_the_same_bytes_again() {
        for (Map.Entry<String, Object> sample : DocumentedValues.ALL.entrySet()) {
            byte[] bytes = codec.encode(sample.getValue());
            Object decoded = codec.decode(bytes);
            assertTrue(codec.supports(decoded), sample.getKey());
            assertEquals(Values.hex(bytes), Values.hex(codec.encode(decoded)), sample.getKey());
        }
    }

    private void assertComesBackAs(Class<?> expected, Object value) {
        assertTrue(codec.supports(value));
        Object back = codec.decode(codec.encode(value));
        assertSame(expected, back.getClass());
        assertTrue(Values.sameContent(value, back), value.getClass().getName());
    }
}
