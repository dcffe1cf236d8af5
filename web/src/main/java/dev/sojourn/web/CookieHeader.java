// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the values of one cookie in the raw {@code Cookie} field lines of a request.
 *
 * <p>An own parser, on every adapter, because containers differ on quotes, escapes, bad bytes and repeated names, and each
 * difference was somebody's vulnerability. This one knows nothing but {@code ;} and the first {@code =}: no quoting, no
 * escapes, no decoding, no {@code $} attributes, names equal byte for byte. So a pair can neither swallow its neighbour nor
 * pretend to have another name. Takes linear time and allocates nothing but the values found.
 *
 * <p>Source: RFC 6265bis §5.8.3 (what browsers send) and §4.2.
 */
final class CookieHeader {
    /**
     * How many characters all lines together may have: 65,536, eight times what servers usually accept. A request beyond
     * that has no cookies for us, rather than those that happen to stand first.
     */
    static final int MOST_CHARACTERS = 65_536;

    /** How many pairs there may be: 1,000, over five times what browsers keep for a host; beyond that as above. */
    static final int MOST_PAIRS = 1_000;

    private CookieHeader() {}

    /**
     * The different values of this name that are not empty, in their order; stops after {@code most}.
     *
     * <p>A value is whatever stands there, however odd: whether it can be a token is decided where tokens are known.
     */
    static List<String> values(List<String> lines, String name, int most) {
        if (tooMuch(lines)) {
            return List.of();
        }
        List<String> found = new ArrayList<>(1);
        for (String line : lines) {
            int start = 0;
            while (start <= line.length() && found.size() < most) {
                int end = endOfPair(line, start);
                addValue(line, start, end, name, found);
                start = end + 1;
            }
        }
        return found;
    }

    private static boolean tooMuch(List<String> lines) {
        long characters = 0;
        for (String line : lines) {
            characters += line.length();
        }
        if (characters > MOST_CHARACTERS) {
            return true;
        }
        long pairs = lines.size();
        for (String line : lines) {
            pairs += line.chars().filter(c -> c == ';').count();
        }
        return pairs > MOST_PAIRS;
    }

    /** The place of the first {@code =} in the pair, or its end: never looks past it, or many bare names would cost n². */
    private static int firstEquals(String line, int start, int end) {
        int place = start;
        while (place < end && line.charAt(place) != '=') {
            place++;
        }
        return place;
    }

    private static int endOfPair(String line, int start) {
        int semicolon = line.indexOf(';', start);
        return semicolon < 0 ? line.length() : semicolon;
    }

    private static void addValue(String line, int start, int end, String name, List<String> found) {
        int equals = firstEquals(line, start, end);
        if (equals == end || !HttpText.isTrimmed(line, start, equals, name)) {
            return;
        }
        String value = HttpText.trimmed(line, equals + 1, end);
        // No browser keeps a cookie of this size, so it is not ours and not worth a hash or a look-up.
        if (!value.isEmpty() && value.length() <= SessionCookie.MOST_NAME_AND_VALUE && !found.contains(value)) {
            found.add(value);
        }
    }
}
