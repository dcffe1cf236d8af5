// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec.jackson;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The JDK's collections that may be an attribute, and what they come back as.
 *
 * <p>Known by their exact class, so that a collection with an order or a behaviour of its own is not turned into a bare one. Classes
 * without a public name are learned from a sample, so the table holds on each JDK.
 */
enum Containers {
    LIST("list:"),
    SET("set:"),
    MAP("map:");

    private static final Map<Class<?>, Containers> BY_CLASS = new HashMap<>();

    static {
        add(
                LIST,
                new ArrayList<>(),
                Arrays.asList(1, 2),
                List.of(1),
                List.of(1, 2, 3),
                Stream.of(1).toList(),
                Collections.singletonList(1),
                Collections.unmodifiableList(new ArrayList<>()));
        add(
                SET,
                new HashSet<>(),
                new LinkedHashSet<>(),
                Set.of(1),
                Set.of(1, 2, 3),
                Collections.singleton(1),
                Collections.unmodifiableSet(new HashSet<>()));
        add(
                MAP,
                new HashMap<>(),
                new LinkedHashMap<>(),
                Map.of(1, 1),
                Map.of(1, 1, 2, 2),
                Collections.singletonMap(1, 1),
                Collections.unmodifiableMap(new HashMap<>()));
    }

    private final String prefix;

    Containers(String prefix) {
        this.prefix = prefix;
    }

    /** Which of them this value is. */
    static Optional<Containers> of(Object value) {
        return Optional.ofNullable(BY_CLASS.get(value.getClass()));
    }

    /** The elements, or the values of a map. */
    static Collection<?> contentOf(Object container) {
        return container instanceof Map<?, ?> map ? map.values() : (Collection<?>) container;
    }

    /** How stored values call it when it holds this type. */
    String nameOf(String type) {
        return prefix + type;
    }

    private static void add(Containers kind, Object... samples) {
        for (Object sample : samples) {
            BY_CLASS.put(sample.getClass(), kind);
        }
    }
}
