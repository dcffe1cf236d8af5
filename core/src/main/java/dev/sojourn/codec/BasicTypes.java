// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Numbers, and small values that are not about time. */
final class BasicTypes {
    static final List<ValueType<?>> ALL = List.of(
            new ValueType<>(ValueTag.BYTE, Byte.class, (sink, value) -> sink.writeByte(value), source ->
                    (byte) source.readByte()),
            new ValueType<>(ValueTag.SHORT, Short.class, (sink, value) -> sink.writeZigzag(value), source ->
                    (short) source.readZigzag(Short.MIN_VALUE, Short.MAX_VALUE)),
            new ValueType<>(ValueTag.CHARACTER, Character.class, (sink, value) -> sink.writeFixed(value, 2), source ->
                    (char) source.readFixed(2)),
            new ValueType<>(
                    ValueTag.INTEGER,
                    Integer.class,
                    (sink, value) -> sink.writeZigzag(value),
                    ByteSource::readZigzagInt),
            new ValueType<>(ValueTag.LONG, Long.class, ByteSink::writeZigzag, ByteSource::readZigzag),
            // Raw bits: every NaN comes back as the one it was.
            new ValueType<>(
                    ValueTag.FLOAT,
                    Float.class,
                    (sink, value) -> sink.writeFixed(Float.floatToRawIntBits(value), 4),
                    source -> Float.intBitsToFloat((int) source.readFixed(4))),
            new ValueType<>(
                    ValueTag.DOUBLE,
                    Double.class,
                    (sink, value) -> sink.writeFixed(Double.doubleToRawLongBits(value), 8),
                    source -> Double.longBitsToDouble(source.readFixed(8))),
            new ValueType<>(
                    ValueTag.BIG_INTEGER, BigInteger.class, ByteSink::writeBigInteger, ByteSource::readBigInteger),
            new ValueType<>(ValueTag.BIG_DECIMAL, BigDecimal.class, BasicTypes::writeBigDecimal, source -> {
                int scale = source.readZigzagInt();
                return new BigDecimal(source.readBigInteger(), scale);
            }),
            new ValueType<>(
                    ValueTag.UUID,
                    UUID.class,
                    (sink, value) -> {
                        sink.writeFixed(value.getMostSignificantBits(), 8);
                        sink.writeFixed(value.getLeastSignificantBits(), 8);
                    },
                    source -> new UUID(source.readFixed(8), source.readFixed(8))),
            new ValueType<>(ValueTag.LOCALE, Locale.class, BasicTypes::writeLocale, BasicTypes::readLocale),
            new ValueType<>(
                    ValueTag.CURRENCY,
                    Currency.class,
                    (sink, value) -> sink.writeText(value.getCurrencyCode()),
                    source -> Currency.getInstance(source.readText())),
            new ValueType<>(
                    ValueTag.URI,
                    URI.class,
                    (sink, value) -> sink.writeText(value.toString()),
                    source -> URI.create(source.readText())));

    private BasicTypes() {}

    private static void writeBigDecimal(ByteSink sink, BigDecimal value) {
        sink.writeZigzag(value.scale());
        sink.writeBigInteger(value.unscaledValue());
    }

    private static void writeLocale(ByteSink sink, Locale value) {
        String tag = value.toLanguageTag();
        if (!Locale.forLanguageTag(tag).equals(value)) {
            throw new IllegalArgumentException("a locale that has no BCP 47 tag of its own: store its parts as text");
        }
        sink.writeText(tag);
    }

    private static Locale readLocale(ByteSource source) {
        String tag = source.readText();
        // Refuses what is ill-formed, where forLanguageTag drops it; but only the latter restores old variants.
        new Locale.Builder().setLanguageTag(tag);
        return Locale.forLanguageTag(tag);
    }
}
