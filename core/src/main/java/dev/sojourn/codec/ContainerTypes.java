// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The tag of each collection class of the JDK that is known by heart.
 *
 * <p>Known exactly, so that an application's own list with behaviour is not turned into a bare one. Classes without a public
 * name are learned from a sample, so the table holds on each JDK.
 */
@SuppressWarnings("JdkObsolete") // what applications have is what they store
final class ContainerTypes {
    /** No such container. */
    static final int UNKNOWN = 0;

    private static final Map<Class<?>, Integer> TAGS = new HashMap<>();

    static {
        List<Integer> three = List.of(1, 2, 3);
        add(ValueTag.LIST, new ArrayList<>(), new ArrayList<>().subList(0, 0), Arrays.asList(1, 2));
        add(ValueTag.LINKED_LIST, new LinkedList<>());
        add(
                ValueTag.UNMODIFIABLE_LIST,
                List.of(),
                List.of(1),
                three,
                three.subList(0, 2),
                Stream.of(1).toList(),
                Collections.emptyList(),
                Collections.singletonList(1),
                Collections.nCopies(2, 1),
                Collections.unmodifiableList(new ArrayList<>()),
                Collections.unmodifiableList(new LinkedList<>()));
        add(ValueTag.SET, new HashSet<>(), new LinkedHashSet<>());
        add(
                ValueTag.UNMODIFIABLE_SET,
                Set.of(),
                Set.of(1),
                Set.of(1, 2, 3),
                Collections.emptySet(),
                Collections.singleton(1),
                Collections.unmodifiableSet(new HashSet<>()));
        add(ValueTag.SORTED_SET, new TreeSet<>());
        add(
                ValueTag.UNMODIFIABLE_SORTED_SET,
                Collections.emptySortedSet(),
                Collections.emptyNavigableSet(),
                Collections.unmodifiableSortedSet(new TreeSet<>()),
                Collections.unmodifiableNavigableSet(new TreeSet<>()));
        add(ValueTag.MAP, new HashMap<>(), new LinkedHashMap<>());
        add(
                ValueTag.UNMODIFIABLE_MAP,
                Map.of(),
                Map.of(1, 1),
                Map.of(1, 1, 2, 2),
                Collections.emptyMap(),
                Collections.singletonMap(1, 1),
                Collections.unmodifiableMap(new HashMap<>()));
        add(ValueTag.SORTED_MAP, new TreeMap<>());
        add(
                ValueTag.UNMODIFIABLE_SORTED_MAP,
                Collections.emptySortedMap(),
                Collections.emptyNavigableMap(),
                Collections.unmodifiableSortedMap(new TreeMap<>()),
                Collections.unmodifiableNavigableMap(new TreeMap<>()));
        add(ValueTag.CONCURRENT_MAP, new ConcurrentHashMap<>());
        // The class of an empty enum map's keys cannot be asked for; a tree of constants has the same order.
        TAGS.put(EnumMap.class, ValueTag.SORTED_MAP);
    }

    private ContainerTypes() {}

    /** The tag of this collection or map, or {@link #UNKNOWN}. */
    static int tagOf(Object value) {
        if (value instanceof EnumSet<?> set) {
            return allOf(set).isEmpty() ? UNKNOWN : ValueTag.ENUM_SET;
        }
        int tag = TAGS.getOrDefault(value.getClass(), UNKNOWN);
        if (tag != UNKNOWN && hasComparator(value)) {
            return UNKNOWN;
        }
        return tag;
    }

    /** The enum class whose constants the set may hold, which is known only from its constants. */
    static Class<?> elementTypeOf(EnumSet<?> set) {
        return allOf(set).iterator().next().getDeclaringClass();
    }

    private static <E extends Enum<E>> Set<E> allOf(EnumSet<E> set) {
        EnumSet<E> all = EnumSet.complementOf(set);
        all.addAll(set);
        return all;
    }

    /** An order that is not the natural one would be lost. */
    private static boolean hasComparator(Object value) {
        return (value instanceof SortedSet<?> set && set.comparator() != null)
                || (value instanceof SortedMap<?, ?> map && map.comparator() != null);
    }

    private static void add(int tag, Collection<?>... samples) {
        for (Collection<?> sample : samples) {
            TAGS.put(sample.getClass(), tag);
        }
    }

    private static void add(int tag, Map<?, ?>... samples) {
        for (Map<?, ?> sample : samples) {
            TAGS.put(sample.getClass(), tag);
        }
    }
}
