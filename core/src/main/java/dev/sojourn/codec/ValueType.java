// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec;

import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * How the values of one JDK class are written after their tag, and read again; not for what holds other values.
 *
 * @param tag the first byte, one of {@link ValueTag}
 * @param type the class
 * @param writer writes what follows the tag
 * @param reader reads it; may throw any runtime exception on what was never written
 */
record ValueType<T>(int tag, Class<T> type, BiConsumer<ByteSink, T> writer, Function<ByteSource, T> reader) {

    void write(ByteSink sink, Object value) {
        sink.writeByte(tag);
        writer.accept(sink, type.cast(value));
    }

    Object read(ByteSource source) {
        return reader.apply(source);
    }
}
