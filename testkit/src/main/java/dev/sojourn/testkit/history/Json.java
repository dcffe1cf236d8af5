// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON (RFC 8259): objects as maps, arrays as lists, whole numbers as {@code Long}; a name whose value is null is absent.
 *
 * <p>Here because the JDK has none and a test kit brings no library. For answers of a few lines; not fast.
 */
final class Json {
    private static final int DEEPEST = 50;

    private final String text;
    private int at;
    private int depth;

    private Json(String text) {
        this.text = text;
    }

    /**
     * Reads an object.
     *
     * @throws IllegalArgumentException if the text is not one JSON object
     */
    static Map<String, Object> object(String text) {
        Json json = new Json(text);
        json.skipSpace();
        Map<String, Object> object = json.object();
        json.skipSpace();
        if (json.at < text.length()) {
            throw json.unexpected("the end");
        }
        return object;
    }

    private @Nullable Object value() {
        if (++depth > DEEPEST) {
            throw unexpected("at most " + DEEPEST + " levels");
        }
        Object value =
                switch (peek()) {
                    case '{' -> object();
                    case '[' -> array();
                    case '"' -> string();
                    case 't' -> literal("true", true);
                    case 'f' -> literal("false", false);
                    case 'n' -> literal("null", null);
                    default -> number();
                };
        depth--;
        return value;
    }

    private Map<String, Object> object() {
        Map<String, Object> object = new LinkedHashMap<>();
        expect('{');
        for (boolean first = true; !isNext('}'); first = false) {
            separator(first);
            String name = string();
            skipSpace();
            expect(':');
            skipSpace();
            Object value = value();
            if (value != null) {
                object.put(name, value);
            }
            skipSpace();
        }
        expect('}');
        return object;
    }

    private List<Object> array() {
        List<Object> array = new ArrayList<>();
        expect('[');
        for (boolean first = true; !isNext(']'); first = false) {
            separator(first);
            Object value = value();
            if (value != null) {
                array.add(value);
            }
            skipSpace();
        }
        expect(']');
        return array;
    }

    /** Steps to the next element. */
    private void separator(boolean first) {
        if (!first) {
            expect(',');
            skipSpace();
        }
    }

    private boolean isNext(char end) {
        skipSpace();
        return peek() == end;
    }

    private String string() {
        StringBuilder string = new StringBuilder();
        expect('"');
        while (peek() != '"') {
            char next = text.charAt(at++);
            string.append(next == '\\' ? escaped() : next);
        }
        expect('"');
        return string.toString();
    }

    private char escaped() {
        char kind = peek();
        at++;
        return switch (kind) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> kind;
        };
    }

    private char unicode() {
        if (at + 4 > text.length()) {
            throw unexpected("four hex digits");
        }
        at += 4;
        return (char) Integer.parseInt(text.substring(at - 4, at), 16);
    }

    private Object number() {
        int from = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String number = text.substring(from, at);
        try {
            if (number.matches("-?\\d+")) {
                return Long.parseLong(number);
            }
            return Double.parseDouble(number);
        } catch (NumberFormatException none) {
            throw unexpected("a value");
        }
    }

    private @Nullable Object literal(String word, @Nullable Object value) {
        if (!text.startsWith(word, at)) {
            throw unexpected("a value");
        }
        at += word.length();
        return value;
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw unexpected("more");
        }
        return text.charAt(at);
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw unexpected("'" + wanted + "'");
        }
        at++;
    }

    private IllegalArgumentException unexpected(String wanted) {
        return new IllegalArgumentException("no JSON object: expected " + wanted + " at character " + at);
    }
}
