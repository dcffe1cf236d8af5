// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads one value with all that it holds; the mirror of {@link ValueWriter}. One thread at a time.
 *
 * <p>May throw any runtime exception or linkage error on bytes that were never written; the codec makes one kind of them.
 */
@SuppressWarnings("JdkObsolete") // a linked list comes back as one
final class ValueReader {
    private final ByteSource source;
    private final int nesting;
    private final List<Class<?>> enumTypes = new ArrayList<>(0);
    private int depth;

    /** A reader of collections that are at most this deep. */
    ValueReader(byte[] bytes, int nesting) {
        this.source = new ByteSource(bytes);
        this.nesting = nesting;
    }

    /** The value that takes all of the bytes. */
    Object readOnly() {
        Object value = read();
        source.requireEnd();
        if (value == null) {
            throw source.unreadable("no value");
        }
        return value;
    }

    private @Nullable Object read() {
        int tag = source.readByte();
        return switch (tag) {
            case ValueTag.NULL -> null;
            case ValueTag.FALSE -> false;
            case ValueTag.TRUE -> true;
            case ValueTag.STRING -> source.readText();
            case ValueTag.STRING_UTF_16 -> readUtf16();
            case ValueTag.ENUM -> EnumTypes.constant(readEnumType(), source.readText(), source);
            default -> readOther(tag);
        };
    }

    private Object readOther(int tag) {
        ValueType<?> type = ValueTypes.of(tag);
        return type != null ? type.read(source) : readContainer(tag);
    }

    private String readUtf16() {
        char[] chars = new char[source.readCount(2)];
        for (int index = 0; index < chars.length; index++) {
            chars[index] = (char) source.readFixed(2);
        }
        String text = new String(chars);
        if (Utf8.length(text) != Utf8.NONE) {
            throw source.unreadable("UTF-16 where UTF-8 should be");
        }
        return text;
    }

    private Object readContainer(int tag) {
        if (++depth > nesting) {
            throw source.unreadable("collections nested deeper than nesting = " + nesting);
        }
        Object container = readContainerOf(tag);
        depth--;
        return container;
    }

    private Object readContainerOf(int tag) {
        return switch (tag) {
            case ValueTag.ARRAY -> readArray();
            case ValueTag.LIST -> readElements(new ArrayList<>(), false);
            case ValueTag.UNMODIFIABLE_LIST -> Collections.unmodifiableList(readElements(new ArrayList<>(), false));
            case ValueTag.LINKED_LIST -> readElements(new LinkedList<>(), false);
            case ValueTag.SET -> readElements(new LinkedHashSet<>(), true);
            case ValueTag.UNMODIFIABLE_SET -> Collections.unmodifiableSet(readElements(new LinkedHashSet<>(), true));
            case ValueTag.SORTED_SET -> readElements(new TreeSet<>(), true);
            case ValueTag.UNMODIFIABLE_SORTED_SET ->
                Collections.unmodifiableNavigableSet(readElements(new TreeSet<>(), true));
            case ValueTag.ENUM_SET -> readEnumSet();
            case ValueTag.MAP -> readEntries(new LinkedHashMap<>());
            case ValueTag.UNMODIFIABLE_MAP -> Collections.unmodifiableMap(readEntries(new LinkedHashMap<>()));
            case ValueTag.SORTED_MAP -> readEntries(new TreeMap<>());
            case ValueTag.UNMODIFIABLE_SORTED_MAP -> Collections.unmodifiableNavigableMap(readEntries(new TreeMap<>()));
            case ValueTag.CONCURRENT_MAP -> readEntries(new ConcurrentHashMap<>());
            default -> throw source.unreadable("an unknown tag");
        };
    }

    private <C extends Collection<@Nullable Object>> C readElements(C target, boolean asKeys) {
        int count = source.readCount(1);
        source.claim(count);
        for (int index = 0; index < count; index++) {
            source.release(1);
            target.add(asKeys ? readKey() : read());
        }
        return requireSize(count, target.size(), target);
    }

    private <M extends Map<@Nullable Object, @Nullable Object>> M readEntries(M target) {
        int count = source.readCount(2);
        source.claim(2L * count);
        for (int index = 0; index < count; index++) {
            source.release(1);
            Object key = readKey();
            source.release(1);
            target.put(key, read());
        }
        return requireSize(count, target.size(), target);
    }

    /** Nothing that can change, or that takes long to hash, gets into a hash table. */
    private @Nullable Object readKey() {
        Object key = read();
        if (key != null && !ValueTypes.isPlain(key)) {
            throw source.unreadable("a key that can change");
        }
        return key;
    }

    private <T> T requireSize(int written, int size, T container) {
        if (written != size) {
            throw source.unreadable("the same key twice");
        }
        return container;
    }

    private Object[] readArray() {
        Class<?> type = readElementType();
        int count = source.readCount(1);
        Object[] array = (Object[]) Array.newInstance(type, count);
        source.claim(count);
        for (int index = 0; index < count; index++) {
            source.release(1);
            // Throws if it is no instance of the type; the array itself would too, but only by its checked store.
            array[index] = type.cast(read());
        }
        return array;
    }

    private Class<?> readElementType() {
        int tag = source.readByte();
        int dimensions = 0;
        while (tag == ValueTag.ARRAY) {
            if (++dimensions > nesting) {
                throw source.unreadable("an array of too many dimensions");
            }
            tag = source.readByte();
        }
        Class<?> type = tag == ValueTag.ENUM ? readEnumType() : ArrayElements.typeOf(tag, source);
        for (int index = 0; index < dimensions; index++) {
            type = type.arrayType();
        }
        return type;
    }

    private Class<?> readEnumType() {
        int number = source.readVarint(enumTypes.size());
        if (number > 0) {
            return enumTypes.get(number - 1);
        }
        Class<?> type = EnumTypes.named(source.readText(), source);
        enumTypes.add(type);
        return type;
    }

    private EnumSet<?> readEnumSet() {
        return readEnumSetOf(readEnumType());
    }

    @SuppressWarnings("unchecked") // EnumTypes has checked that it is an enum class
    private <E extends Enum<E>> EnumSet<E> readEnumSetOf(Class<?> type) {
        Class<E> enumType = (Class<E>) type;
        EnumSet<E> set = EnumSet.noneOf(enumType);
        int count = source.readCount(1);
        for (int index = 0; index < count; index++) {
            set.add(enumType.cast(EnumTypes.constant(type, source.readText(), source)));
        }
        return requireSize(count, set.size(), set);
    }
}
