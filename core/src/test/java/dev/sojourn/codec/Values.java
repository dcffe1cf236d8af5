// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares values by class and content, also where {@code equals} does not: in arrays, and in the order of collections. */
final class Values {
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    private Values() {}

    static boolean same(@Nullable Object expected, @Nullable Object actual) {
        if (expected == null || actual == null) {
            return expected == actual;
        }
        if (expected.getClass() != actual.getClass()) {
            return false;
        }
        if (expected.getClass().isArray()) {
            return same(elements(expected), elements(actual));
        }
        if (expected instanceof Collection<?> || expected instanceof Map<?, ?>) {
            return sameContent(expected, actual);
        }
        return expected.equals(actual);
    }

    /** As {@link #same}, but for the classes of the outermost collection. */
    static boolean sameContent(Object expected, Object actual) {
        if (expected instanceof Map<?, ?> map) {
            return actual instanceof Map<?, ?> other
                    && sameContent(new ArrayList<>(map.keySet()), new ArrayList<>(other.keySet()))
                    && sameContent(new ArrayList<>(map.values()), new ArrayList<>(other.values()));
        }
        List<?> left = new ArrayList<>((Collection<?>) expected);
        List<?> right = new ArrayList<>((Collection<?>) actual);
        boolean same = left.size() == right.size();
        for (int index = 0; same && index < left.size(); index++) {
            same = same(left.get(index), right.get(index));
        }
        return same;
    }

    static byte[] bytes(String hex) {
        return HEX.parseHex(hex);
    }

    static String hex(byte[] bytes) {
        return HEX.formatHex(bytes);
    }

    private static List<@Nullable Object> elements(Object array) {
        List<@Nullable Object> elements = new ArrayList<>();
        for (int index = 0; index < Array.getLength(array); index++) {
            elements.add(Array.get(array, index));
        }
        return elements;
    }
}
