// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec;

import java.util.List;

/** Arrays of primitives: the number of elements, then each in the form in which it stands alone, without a tag. */
final class PrimitiveArrays {
    static final List<ValueType<?>> ALL = List.of(
            new ValueType<>(ValueTag.BOOLEANS, boolean[].class, PrimitiveArrays::writeBits, PrimitiveArrays::readBits),
            new ValueType<>(
                    ValueTag.BYTES,
                    byte[].class,
                    (sink, array) -> {
                        sink.writeVarint(array.length);
                        sink.writeBytes(array);
                    },
                    source -> source.readBytes(source.readCount(1))),
            new ValueType<>(ValueTag.SHORTS, short[].class, PrimitiveArrays::writeShorts, PrimitiveArrays::readShorts),
            new ValueType<>(ValueTag.CHARS, char[].class, PrimitiveArrays::writeChars, PrimitiveArrays::readChars),
            new ValueType<>(ValueTag.INTS, int[].class, PrimitiveArrays::writeInts, PrimitiveArrays::readInts),
            new ValueType<>(ValueTag.LONGS, long[].class, PrimitiveArrays::writeLongs, PrimitiveArrays::readLongs),
            new ValueType<>(ValueTag.FLOATS, float[].class, PrimitiveArrays::writeFloats, PrimitiveArrays::readFloats),
            new ValueType<>(
                    ValueTag.DOUBLES, double[].class, PrimitiveArrays::writeDoubles, PrimitiveArrays::readDoubles));

    private PrimitiveArrays() {}

    /** Eight to a byte, the first in the lowest bit. */
    private static void writeBits(ByteSink sink, boolean[] array) {
        sink.writeVarint(array.length);
        for (int from = 0; from < array.length; from += 8) {
            int bits = 0;
            for (int index = from; index < Math.min(from + 8, array.length); index++) {
                bits |= array[index] ? 1 << (index - from) : 0;
            }
            sink.writeByte(bits);
        }
    }

    private static boolean[] readBits(ByteSource source) {
        long count = source.readVarint();
        if (count < 0 || count > 8 * source.available()) {
            throw source.unreadable("a length that the bytes do not back");
        }
        boolean[] array = new boolean[Math.toIntExact(count)];
        for (int from = 0; from < array.length; from += 8) {
            int bits = source.readByte();
            int used = Math.min(8, array.length - from);
            if (bits >>> used != 0) {
                throw source.unreadable("bits after the end");
            }
            for (int index = 0; index < used; index++) {
                array[from + index] = (bits >>> index & 1) != 0;
            }
        }
        return array;
    }

    private static void writeShorts(ByteSink sink, short[] array) {
        sink.writeVarint(array.length);
        for (short element : array) {
            sink.writeZigzag(element);
        }
    }

    private static short[] readShorts(ByteSource source) {
        short[] array = new short[source.readCount(1)];
        for (int index = 0; index < array.length; index++) {
            array[index] = (short) source.readZigzag(Short.MIN_VALUE, Short.MAX_VALUE);
        }
        return array;
    }

    private static void writeChars(ByteSink sink, char[] array) {
        sink.writeVarint(array.length);
        for (char element : array) {
            sink.writeFixed(element, 2);
        }
    }

    private static char[] readChars(ByteSource source) {
        char[] array = new char[source.readCount(2)];
        for (int index = 0; index < array.length; index++) {
            array[index] = (char) source.readFixed(2);
        }
        return array;
    }

    private static void writeInts(ByteSink sink, int[] array) {
        sink.writeVarint(array.length);
        for (int element : array) {
            sink.writeZigzag(element);
        }
    }

    private static int[] readInts(ByteSource source) {
        int[] array = new int[source.readCount(1)];
        for (int index = 0; index < array.length; index++) {
            array[index] = source.readZigzagInt();
        }
        return array;
    }

    private static void writeLongs(ByteSink sink, long[] array) {
        sink.writeVarint(array.length);
        for (long element : array) {
            sink.writeZigzag(element);
        }
    }

    private static long[] readLongs(ByteSource source) {
        long[] array = new long[source.readCount(1)];
        for (int index = 0; index < array.length; index++) {
            array[index] = source.readZigzag();
        }
        return array;
    }

    private static void writeFloats(ByteSink sink, float[] array) {
        sink.writeVarint(array.length);
        for (float element : array) {
            sink.writeFixed(Float.floatToRawIntBits(element), 4);
        }
    }

    private static float[] readFloats(ByteSource source) {
        float[] array = new float[source.readCount(4)];
        for (int index = 0; index < array.length; index++) {
            array[index] = Float.intBitsToFloat((int) source.readFixed(4));
        }
        return array;
    }

    private static void writeDoubles(ByteSink sink, double[] array) {
        sink.writeVarint(array.length);
        for (double element : array) {
            sink.writeFixed(Double.doubleToRawLongBits(element), 8);
        }
    }

    private static double[] readDoubles(ByteSource source) {
        double[] array = new double[source.readCount(8)];
        for (int index = 0; index < array.length; index++) {
            array[index] = Double.longBitsToDouble(source.readFixed(8));
        }
        return array;
    }
}
