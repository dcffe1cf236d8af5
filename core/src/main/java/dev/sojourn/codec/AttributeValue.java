// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * One attribute's value as a record holds it. Immutable, but for what a {@link Reference} points to.
 *
 * <p>Three forms, because a store in the heap need not turn a number into bytes, and a store on the network must:
 *
 * <ul>
 *   <li>{@link Plain}: an immutable JDK value, kept as the object it is;
 *   <li>{@link EncodedValue}: bytes, with the id of the codec that wrote them;
 *   <li>{@link Reference}: a live object, shared by all requests, for stores in the same heap only.
 * </ul>
 */
public sealed interface AttributeValue {

    /** How many bytes the value takes in a store, as counted by the limits; 0 for a {@link Reference}. */
    int size();

    /** When its life ends by itself; empty: with that of its session. */
    default Optional<Instant> endsAt() {
        return Optional.empty();
    }

    /** Whether its own life is over at this moment: then there is no such value any more. */
    default boolean hasEndedAt(InstantSource clock) {
        Optional<Instant> end = endsAt();
        return end.isPresent() && !clock.instant().isBefore(end.get());
    }

    /**
     * An immutable JDK value: a string, boxed primitive, big number, UUID, locale, currency, URI, date or time of
     * {@code java.time}, or enum constant.
     *
     * @param value the value; made by {@link AttributeCodecs} only, which checks its type
     */
    record Plain(Object value) implements AttributeValue {
        @Override
        public int size() {
            return SimpleValueCodec.sizeOfPlain(value);
        }

        /** The same value as the {@link #size()} bytes that {@link SimpleValueCodec} makes of it, for stores of bytes. */
        public EncodedValue encoded() {
            return new EncodedValue(SimpleValueCodec.ID, SimpleValueCodec.encodePlain(value));
        }

        /** Names the type only: values do not belong in logs. */
        @Override
        public String toString() {
            return "Plain[" + value.getClass().getSimpleName() + "]";
        }
    }

    /**
     * A live object of this process, as a container keeps it: no copy is made, and no codec is needed.
     *
     * <p>All requests of the session share the object, so it must be thread-safe; a change inside it is seen by all at once
     * and is never lost, and never part of a conflict. Only stores that say so ({@code keepsReferences}) can hold it.
     *
     * @param value the object
     */
    record Reference(Object value) implements AttributeValue {
        @Override
        public int size() {
            return 0;
        }

        /** The very same object: two references are equal when a change of one is a change of the other. */
        @Override
        public boolean equals(Object other) {
            return other instanceof Reference that && that.value == value;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(value);
        }

        /** Names the type only: values do not belong in logs. */
        @Override
        public String toString() {
            return "Reference[" + value.getClass().getName() + "]";
        }
    }

    /** A value as bytes, not yet decoded. */
    final class EncodedValue implements AttributeValue {
        private final String codec;
        private final byte[] bytes;

        private EncodedValue(String codec, byte[] bytes) {
            this.codec = codec;
            this.bytes = bytes;
        }

        /** The bytes (copied) that the codec of this id wrote. */
        public static EncodedValue of(String codec, byte[] bytes) {
            return new EncodedValue(codec, bytes.clone());
        }

        /** The id of the codec that wrote the bytes, and that reads them. */
        public String codec() {
            return codec;
        }

        /** A copy of the bytes. */
        public byte[] toBytes() {
            return bytes.clone();
        }

        /** Appends the bytes to the buffer, which must have {@link #size()} bytes left. */
        public void writeTo(ByteBuffer target) {
            target.put(bytes);
        }

        @Override
        public int size() {
            return bytes.length;
        }

        @Override
        public Optional<Instant> endsAt() {
            return LimitedLife.isIn(this) && bytes.length >= Long.BYTES
                    ? Optional.of(Instant.ofEpochMilli(ByteBuffer.wrap(bytes).getLong()))
                    : Optional.empty();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof EncodedValue that
                    && that.codec.equals(codec)
                    && java.util.Arrays.equals(that.bytes, bytes);
        }

        @Override
        public int hashCode() {
            return 31 * codec.hashCode() + java.util.Arrays.hashCode(bytes);
        }

        /** Names the codec and the size only: values do not belong in logs. */
        @Override
        public String toString() {
            return "EncodedValue[" + codec + ", " + bytes.length + " bytes]";
        }
    }
}
