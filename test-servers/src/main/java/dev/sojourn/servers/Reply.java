// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servers;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a Redis server answered. Immutable, except that the caller of {@link #bytes()} shares the array. */
public sealed interface Reply {

    /** Nothing: no such key. */
    record Nil() implements Reply {}

    /** A number. */
    record Count(long value) implements Reply {}

    /** Several answers; an error among them is a {@link Failure}. */
    record Items(List<Reply> values) implements Reply {}

    /** An error inside of {@link Items}; alone it is thrown. */
    record Failure(RespException error) implements Reply {}

    /** A status line or a string of bytes. */
    final class Text implements Reply {
        private final byte[] content;

        Text(byte[] content) {
            this.content = content;
        }

        @Override
        public String toString() {
            return new String(content, StandardCharsets.UTF_8);
        }
    }

    /** Whether there is nothing. */
    default boolean isNil() {
        return this instanceof Nil;
    }

    /** The text, read as UTF-8. */
    default String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /** The text as it came. */
    default byte[] bytes() {
        if (this instanceof Text text) {
            return text.content;
        }
        throw new IllegalStateException("not a text: " + this);
    }

    /** The number. */
    default long number() {
        if (this instanceof Count count) {
            return count.value();
        }
        throw new IllegalStateException("not a number: " + this);
    }

    /** The several answers. */
    default List<Reply> items() {
        if (this instanceof Items items) {
            return items.values();
        }
        throw new IllegalStateException("not a list: " + this);
    }

    /** The several answers, each as text. */
    default List<String> texts() {
        return items().stream().map(Reply::text).toList();
    }
}
