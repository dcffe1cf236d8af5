// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec;

/** What an array of objects may hold: anything, or one class, which is written as the tag of its values. */
final class ArrayElements {
    /** Stands for {@code Object}: 0 is no tag. */
    static final int ANY = 0;

    private ArrayElements() {}

    /** Whether these are arrays of which the elements are objects. */
    static boolean isNestedArray(Class<?> type) {
        return type.isArray() && !type.getComponentType().isPrimitive();
    }

    /** Whether arrays of this component class can be written. */
    static boolean areSupported(Class<?> type) {
        return isNestedArray(type)
                ? areSupported(type.getComponentType())
                : type == Object.class
                        || type == String.class
                        || type == Boolean.class
                        || type.isEnum()
                        || ValueTypes.of(type) != null;
    }

    /** The tag that stands for this class. */
    static int tagOf(Class<?> type) {
        if (type == String.class) {
            return ValueTag.STRING;
        }
        if (type == Boolean.class) {
            return ValueTag.TRUE;
        }
        ValueType<?> known = ValueTypes.of(type);
        if (known == null) {
            throw new IllegalArgumentException("codec \"" + SimpleValueCodec.ID + "\" cannot encode arrays of "
                    + type.getName() + ": register a codec that can with AttributeCodecs.builder().add(..)");
        }
        return known.tag();
    }

    /** The class that this tag stands for. */
    static Class<?> typeOf(int tag, ByteSource source) {
        if (tag == ANY) {
            return Object.class;
        }
        if (tag == ValueTag.STRING) {
            return String.class;
        }
        if (tag == ValueTag.TRUE) {
            return Boolean.class;
        }
        ValueType<?> known = ValueTypes.of(tag);
        if (known == null) {
            throw source.unreadable("an unknown element type");
        }
        return known.type();
    }
}
