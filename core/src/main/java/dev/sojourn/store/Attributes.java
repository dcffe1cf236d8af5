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
import java.util.function.BiPredicate;

/**
 * The attributes of one record: names in order, each with its stored value. Immutable.
 *
 * <p>One array and no map: a session in the heap pays for its values, not for their table. Plain values stand in the array
 * without their wrapper for the same reason.
 */
public final class Attributes {
    /** No attributes. */
    public static final Attributes NONE = new Attributes(new Object[0]);

    /** Name, value, name, value; in the order of the names. */
    private final Object[] table;

    private Attributes(Object[] table) {
        this.table = table;
    }

    /** The attributes of this map. */
    public static Attributes of(Map<String, ? extends AttributeValue> map) {
        if (map.isEmpty()) {
            return NONE;
        }
        Object[] table = new Object[2 * map.size()];
        int index = 0;
        for (Map.Entry<String, AttributeValue> attribute : new TreeMap<String, AttributeValue>(map).entrySet()) {
            table[index++] = attribute.getKey();
            table[index++] = slim(attribute.getValue());
        }
        return new Attributes(table);
    }

    /** The stored value of this name. */
    public Optional<AttributeValue> get(String name) {
        int low = 0;
        int high = count() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = name(middle).compareTo(name);
            if (order == 0) {
                return Optional.of(value(middle));
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return Optional.empty();
    }

    /** How many there are. */
    public int count() {
        return table.length / 2;
    }

    /** The names in order, in a new set. */
    public SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>();
        forEach((name, value) -> names.add(name));
        return Collections.unmodifiableSortedSet(names);
    }

    /** Gives each name and value, in the order of the names. */
    public void forEach(BiConsumer<String, AttributeValue> visitor) {
        for (int index = 0; index < count(); index++) {
            visitor.accept(name(index), value(index));
        }
    }

    /** These, and this one in place of what had its name. */
    public Attributes with(String name, AttributeValue value) {
        Map<String, AttributeValue> map = toMap();
        map.put(name, value);
        return of(map);
    }

    /** These without the one of this name. */
    public Attributes without(String name) {
        Map<String, AttributeValue> map = toMap();
        map.remove(name);
        return of(map);
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
        for (int index = 0; index < count(); index++) {
            total += name(index).length() + (long) value(index).size();
        }
        return total;
    }

    /** Whether both have the same names, and for each of them this holds for the two values. */
    public boolean matches(Attributes other, BiPredicate<AttributeValue, AttributeValue> sameValue) {
        if (other.table.length != table.length) {
            return false;
        }
        for (int index = 0; index < count(); index++) {
            if (!name(index).equals(other.name(index)) || !sameValue.test(value(index), other.value(index))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Attributes that && Arrays.equals(that.table, table);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(table);
    }

    /** Names and not values: values do not belong in logs. */
    @Override
    public String toString() {
        return names().toString();
    }

    private String name(int index) {
        return (String) table[2 * index];
    }

    private AttributeValue value(int index) {
        Object slim = table[2 * index + 1];
        return slim instanceof AttributeValue value ? value : new AttributeValue.Plain(slim);
    }

    private static Object slim(AttributeValue value) {
        return value instanceof AttributeValue.Plain plain ? plain.value() : value;
    }
}
