// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One parameter at the end of a URL's path, as in {@code /shop/cart;jsessionid=..}. Immutable.
 *
 * <p>Looked for in the last segment only, where it is written: elsewhere it is none of ours. Source: RFC 3986 §3.3.
 *
 * @param name unreserved characters of a URL, so that nothing needs to be encoded
 */
record PathParameter(String name) {
    private static final Pattern NAMES = Pattern.compile("[A-Za-z0-9._~-]+");

    PathParameter {
        if (!NAMES.matcher(name).matches()) {
            throw new IllegalArgumentException("a path parameter's name must be letters, digits and -._~");
        }
    }

    /** Its values in this undecoded path, without repetitions, at most so many. */
    List<String> values(String path, int most) {
        List<String> found = new ArrayList<>(1);
        String[] parts = path.substring(path.lastIndexOf('/') + 1).split(";", -1);
        for (int i = 1; i < parts.length && found.size() < most; i++) {
            if (isThis(parts[i])) {
                String value = parts[i].substring(name.length() + 1);
                if (!value.isEmpty() && !found.contains(value)) {
                    found.add(value);
                }
            }
        }
        return found;
    }

    /** The path without it. */
    String without(String path) {
        int segment = path.lastIndexOf('/') + 1;
        String[] parts = path.substring(segment).split(";", -1);
        StringBuilder rest = new StringBuilder(path.substring(0, segment)).append(parts[0]);
        for (int i = 1; i < parts.length; i++) {
            if (!isThis(parts[i])) {
                rest.append(';').append(parts[i]);
            }
        }
        return rest.toString();
    }

    /** The path with this value, in place of the one it may have. */
    String with(String path, String value) {
        return without(path) + ";" + name + "=" + value;
    }

    private boolean isThis(String part) {
        return part.startsWith(name) && part.startsWith("=", name.length());
    }
}
