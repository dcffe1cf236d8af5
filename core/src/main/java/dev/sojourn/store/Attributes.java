// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store;

import dev.sojourn.codec.AttributeValue;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * The attributes of one record: names in order, each with its stored value. Immutable.
 *
 * <p>Two arrays and no map: a session in the heap pays for its values, not for its table. Plain values stand in the array
 * without their wrapper for the same reason.
 */
public final class Attributes {
    /** No attributes. */
    public static final Attributes NONE = new Attributes(new String[0], new Object[0]);

    private final String[] names;
    private final Object[] values;

    private Attributes(String[] names, Object[] values) {
        this.names = names;
        this.values = values;
    }

    /** The attributes of this map. */
    public static Attributes of(Map<String, ? extends AttributeValue> map) {
        if (map.isEmpty()) {
            return NONE;
        }
        TreeMap<String, AttributeValue> sorted = new TreeMap<>(map);
        String[] names = sorted.keySet().toArray(String[]::new);
        Object[] values = sorted.values().stream().map(Attributes::slim).toArray();
        return new Attributes(names, values);
    }

    /** The stored value of this name. */
    public Optional<AttributeValue> get(String name) {
        int index = Arrays.binarySearch(names, name);
        return index < 0 ? Optional.empty() : Optional.of(full(values[index]));
    }

    /** How many there are. */
    public int count() {
        return names.length;
    }

    /** The names in order, in a new set. */
    public SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(Arrays.asList(names)));
    }

    /** Gives each name and value, in the order of the names. */
    public void forEach(BiConsumer<String, AttributeValue> visitor) {
        for (int index = 0; index < names.length; index++) {
            visitor.accept(names[index], full(values[index]));
        }
    }

    /** A changeable copy. */
    public Map<String, AttributeValue> toMap() {
        Map<String, AttributeValue> map = new TreeMap<>();
        forEach(map::put);
        return map;
    }

    /** What all names and values take, in bytes, as counted by the limits: names in characters, values in bytes. */
    public long size() {
        long total = 0;
        for (int index = 0; index < names.length; index++) {
            total += names[index].length() + (long) full(values[index]).size();
        }
        return total;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Attributes that
                && Arrays.equals(that.names, names)
                && Arrays.equals(that.values, values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(names) + Arrays.hashCode(values);
    }

    /** Names and not values: values do not belong in logs. */
    @Override
    public String toString() {
        return Arrays.toString(names);
    }

    private static Object slim(AttributeValue value) {
        return value instanceof AttributeValue.Plain plain ? plain.value() : value;
    }

    private static AttributeValue full(Object slim) {
        return slim instanceof AttributeValue value ? value : new AttributeValue.Plain(slim);
    }
}
