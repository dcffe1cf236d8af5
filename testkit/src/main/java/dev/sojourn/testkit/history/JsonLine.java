// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

/** Makes one line of JSON: a flat object of texts and whole numbers. One thread at a time. */
final class JsonLine {
    private final StringBuilder line = new StringBuilder("{");

    JsonLine put(String name, String value) {
        name(name);
        quote(value);
        return this;
    }

    JsonLine put(String name, long value) {
        name(name);
        line.append(value);
        return this;
    }

    /** The object and the end of the line. */
    String text() {
        return line + "}\n";
    }

    private void name(String name) {
        if (line.length() > 1) {
            line.append(',');
        }
        quote(name);
        line.append(':');
    }

    private void quote(String text) {
        line.append('"');
        for (int at = 0; at < text.length(); at++) {
            char next = text.charAt(at);
            if (next == '"' || next == '\\') {
                line.append('\\').append(next);
            } else if (next < ' ') {
                line.append("\\u00").append(next < 0x10 ? "0" : "").append(Integer.toHexString(next));
            } else {
                line.append(next);
            }
        }
        line.append('"');
    }
}
