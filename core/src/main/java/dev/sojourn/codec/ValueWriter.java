// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes one value with all that it holds; the mirror of {@link ValueReader}. One thread at a time. */
final class ValueWriter {
    private final ByteSink sink;
    private final int nesting;
    private final List<Class<?>> enumTypes = new ArrayList<>(0);
    private int depth;

    /** A writer of collections that are at most this deep. */
    ValueWriter(ByteSink sink, int nesting) {
        this.sink = sink;
        this.nesting = nesting;
    }

    void write(@Nullable Object value) {
        if (value == null) {
            sink.writeByte(ValueTag.NULL);
        } else if (value instanceof String text) {
            writeString(text);
        } else if (value instanceof Boolean truth) {
            sink.writeByte(truth ? ValueTag.TRUE : ValueTag.FALSE);
        } else if (value instanceof Enum<?> constant) {
            sink.writeByte(ValueTag.ENUM);
            writeEnumType(constant.getDeclaringClass());
            sink.writeText(constant.name());
        } else {
            ValueType<?> type = ValueTypes.of(value.getClass());
            if (type != null) {
                type.write(sink, value);
            } else {
                writeContainer(value);
            }
        }
    }

    /** UTF-8, but for texts which that cannot express. */
    private void writeString(String text) {
        long width = Utf8.length(text);
        if (width != Utf8.NONE) {
            sink.writeByte(ValueTag.STRING);
            sink.writeText(text, width);
            return;
        }
        sink.writeByte(ValueTag.STRING_UTF_16);
        sink.writeVarint(text.length());
        for (int index = 0; index < text.length(); index++) {
            sink.writeFixed(text.charAt(index), 2);
        }
    }

    private void writeContainer(Object value) {
        if (++depth > nesting) {
            throw new AttributeLimitException("a value is nested deeper than nesting = " + nesting
                    + ", or holds itself: store flatter data, or raise the limit");
        }
        if (value instanceof Object[] array) {
            sink.writeByte(ValueTag.ARRAY);
            writeElementType(array.getClass().getComponentType());
            sink.writeVarint(array.length);
            for (Object element : array) {
                write(element);
            }
        } else {
            writeCollection(ContainerTypes.tagOf(value), value);
        }
        depth--;
    }

    private void writeCollection(int tag, Object value) {
        if (tag == ContainerTypes.UNKNOWN) {
            throw new IllegalArgumentException("codec \"" + SimpleValueCodec.ID + "\" cannot encode "
                    + value.getClass().getName()
                    + ": register a codec that can with AttributeCodecs.builder().add(..)");
        }
        sink.writeByte(tag);
        if (value instanceof EnumSet<?> set) {
            writeEnumType(ContainerTypes.elementTypeOf(set));
            sink.writeVarint(set.size());
            set.forEach(constant -> sink.writeText(constant.name()));
        } else if (value instanceof Map<?, ?> map) {
            // A concurrent map may change while it is written, after its size has been.
            writeMap(tag == ValueTag.CONCURRENT_MAP ? new LinkedHashMap<>(map) : map);
        } else {
            writeElements((Collection<?>) value);
        }
    }

    private void writeElements(Collection<?> collection) {
        int size = collection.size();
        sink.writeVarint(size);
        int written = 0;
        boolean asKeys = collection instanceof java.util.Set<?>;
        for (Object element : collection) {
            if (asKeys) {
                requireKey(element);
            }
            write(element);
            written++;
        }
        requireUnchanged(size, written);
    }

    private void writeMap(Map<?, ?> map) {
        int size = map.size();
        sink.writeVarint(size);
        int written = 0;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            requireKey(entry.getKey());
            write(entry.getKey());
            write(entry.getValue());
            written++;
        }
        requireUnchanged(size, written);
    }

    /** The class name at its first use, and its number from then on. */
    private void writeEnumType(Class<?> type) {
        int known = enumTypes.indexOf(type);
        sink.writeVarint(known + 1);
        if (known < 0) {
            sink.writeText(type.getName());
            enumTypes.add(type);
        }
    }

    private void writeElementType(Class<?> type) {
        if (type == Object.class) {
            sink.writeByte(ArrayElements.ANY);
        } else if (type.isEnum()) {
            sink.writeByte(ValueTag.ENUM);
            writeEnumType(type);
        } else if (ArrayElements.isNestedArray(type)) {
            sink.writeByte(ValueTag.ARRAY);
            writeElementType(type.getComponentType());
        } else {
            sink.writeByte(ArrayElements.tagOf(type));
        }
    }

    private static void requireKey(@Nullable Object key) {
        if (key != null && !ValueTypes.isPlain(key)) {
            throw new IllegalArgumentException(
                    "a set element or map key of " + key.getClass().getName()
                            + ": only immutable values (strings, numbers, enums, dates …) can be found again in a set or map");
        }
    }

    private static void requireUnchanged(int size, int written) {
        if (size != written) {
            throw new ConcurrentModificationException("a collection changed while it was written");
        }
    }
}
