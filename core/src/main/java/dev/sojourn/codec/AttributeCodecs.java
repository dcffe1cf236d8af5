// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec;

import dev.sojourn.codec.AttributeValue.EncodedValue;
import dev.sojourn.codec.AttributeValue.Plain;
import dev.sojourn.codec.AttributeValue.Reference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The codecs of one application, in order of preference, and the limits they keep. Immutable and thread-safe.
 *
 * <p>Simple JDK values need no codec of yours: {@link SimpleValueCodec} is always first. A value that no codec supports is
 * refused where it is set, unless the store shares the heap and keeps it by reference. Each value is read by the codec that wrote
 * it: put a new codec before an old one, and what changes moves from one to the other. More: {@code docs/attributes.md}.
 */
public final class AttributeCodecs {
    private static final int MOST_CLASSES_NAMED = 3;
    private static final AttributeCodecs STANDARD = builder().build();

    private final List<AttributeCodec> writers;
    private final Map<String, AttributeCodec> readers;
    private final AttributeLimits limits;

    private AttributeCodecs(Builder builder) {
        this.limits = builder.limits;
        this.writers = new ArrayList<>(builder.codecs.size() + 1);
        this.readers = new LinkedHashMap<>();
        register(new SimpleValueCodec(limits));
        builder.codecs.forEach(this::register);
    }

    /** Simple JDK values only, with the default limits. */
    public static AttributeCodecs standard() {
        return STANDARD;
    }

    /** Starts with simple JDK values and the default limits. */
    public static Builder builder() {
        return new Builder();
    }

    /** The limits that hold for each value and for the session as a whole. */
    public AttributeLimits limits() {
        return limits;
    }

    /**
     * The value in the form in which a record holds it.
     *
     * @param referencesKept whether a value that no codec supports may be kept as the live object it is
     * @throws AttributeLimitException if the value is larger or deeper nested than the limits allow, or holds itself
     * @throws IllegalArgumentException if no codec supports it, or a codec cannot encode what it holds or fails in any way
     */
    public AttributeValue encode(Object value, boolean referencesKept) {
        if (SimpleValueCodec.isPlain(value)) {
            return withinLimit(new Plain(value), value);
        }
        for (AttributeCodec codec : writers) {
            Optional<AttributeValue> encoded = encodeWith(codec, value);
            if (encoded.isPresent()) {
                return withinLimit(encoded.get(), value);
            }
        }
        if (referencesKept) {
            return new Reference(value);
        }
        throw new IllegalArgumentException("no codec supports " + describe(value)
                + ": register one with AttributeCodecs.builder().add(..), or store its parts as simple values");
    }

    /**
     * The value in a form that ends by itself at this moment; always as bytes, of a codec.
     *
     * @throws IllegalArgumentException as {@link #encode}, and if no codec supports it: a live object is not ours to end
     */
    public AttributeValue encodeUntil(Object value, Instant end) {
        AttributeValue encoded = encode(value, false);
        EncodedValue bytes = encoded instanceof Plain plain ? plain.encoded() : (EncodedValue) encoded;
        return withinLimit(LimitedLife.wrap(bytes, end), value);
    }

    /** Whether a codec supports the value; if not, only a store in the heap can keep it, as the live object it is. */
    public boolean supports(Object value) {
        return writers.stream().anyMatch(codec -> codec.supports(value));
    }

    /**
     * The application's view of a stored value: a copy of its own, unless it is immutable or a live reference.
     *
     * @throws UnreadableAttributeException if its codec is not registered, cannot read it, or fails in any other way: what is
     *     in a store must not be able to fail a request
     */
    public Object decode(AttributeValue value) {
        if (value instanceof Plain plain) {
            return plain.value();
        }
        if (value instanceof Reference reference) {
            return reference.value();
        }
        EncodedValue encoded = LimitedLife.unwrap((EncodedValue) value);
        AttributeCodec codec = readerOf(encoded);
        try {
            return codec.decode(encoded.toBytes());
        } catch (UnreadableAttributeException unreadable) {
            throw unreadable;
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError failure) {
            // Other errors are about the virtual machine and not about this value.
            throw new UnreadableAttributeException(
                    "codec \"" + encoded.codec() + "\" failed with "
                            + failure.getClass().getName(),
                    failure);
        }
    }

    /** Whether the object, as {@link #decode} returned it for this stored value, might be changed by who holds it. */
    public boolean mayChange(AttributeValue stored, Object decoded) {
        return stored instanceof EncodedValue encoded
                && !readerOf(LimitedLife.unwrap(encoded)).isImmutable(decoded);
    }

    /** Whether a codec for this value is registered. */
    public boolean canRead(AttributeValue value) {
        try {
            return !(value instanceof EncodedValue encoded)
                    || readers.containsKey(LimitedLife.unwrap(encoded).codec());
        } catch (UnreadableAttributeException damaged) {
            return false;
        }
    }

    private static Optional<AttributeValue> encodeWith(AttributeCodec codec, Object value) {
        try {
            return codec.supports(value)
                    ? Optional.of(EncodedValue.of(codec.id(), codec.encode(value)))
                    : Optional.empty();
        } catch (IllegalArgumentException refused) {
            throw refused;
        } catch (StackOverflowError tooDeep) {
            throw new AttributeLimitException(
                    "a value of " + value.getClass().getName() + " is nested too deep for codec \"" + codec.id()
                            + "\", or holds itself: store flatter data",
                    tooDeep);
        } catch (RuntimeException | LinkageError failure) {
            throw new IllegalArgumentException(
                    "codec \"" + codec.id() + "\" failed to encode a value of "
                            + value.getClass().getName() + ": see the cause",
                    failure);
        }
    }

    /** The class of the value, and for a collection the classes in it: one of those is what no codec supports. */
    private static String describe(Object value) {
        Collection<?> content = value instanceof Map<?, ?> map
                ? map.values()
                : value instanceof Collection<?> elements ? elements : List.of();
        String classes = content.stream()
                .filter(Objects::nonNull)
                .map(element -> element.getClass().getName())
                .distinct()
                .limit(MOST_CLASSES_NAMED)
                .collect(Collectors.joining(", "));
        return value.getClass().getName() + (classes.isEmpty() ? "" : " of " + classes);
    }

    private void register(AttributeCodec codec) {
        if (!codec.id().matches("[a-z0-9-]{1,16}")) {
            throw new IllegalArgumentException("codec id must be 1 to 16 of a-z 0-9 -, was \"" + codec.id() + "\"");
        }
        if (codec.id().equals(LimitedLife.ID)) {
            throw new IllegalArgumentException("codec id \"" + LimitedLife.ID + "\" is the library's own");
        }
        if (readers.putIfAbsent(codec.id(), codec) != null) {
            throw new IllegalArgumentException("codec id \"" + codec.id() + "\" is registered twice");
        }
        writers.add(codec);
    }

    private AttributeCodec readerOf(EncodedValue value) {
        AttributeCodec codec = readers.get(value.codec());
        if (codec == null) {
            throw new UnreadableAttributeException("no codec with id \"" + value.codec() + "\" is registered");
        }
        return codec;
    }

    private AttributeValue withinLimit(AttributeValue stored, Object value) {
        if (stored.size() > limits.attributeBytes()) {
            throw new AttributeLimitException("a value of " + value.getClass().getName() + " takes " + stored.size()
                    + " bytes, more than attributeBytes = " + limits.attributeBytes()
                    + ": keep it elsewhere and its key in the session, or raise the limit");
        }
        return stored;
    }

    /** Collects codecs in order of preference; not thread-safe. */
    public static final class Builder {
        private final List<AttributeCodec> codecs = new ArrayList<>();
        private AttributeLimits limits = AttributeLimits.DEFAULT;

        private Builder() {}

        /** Adds a codec, asked after those added before it. */
        public Builder add(AttributeCodec codec) {
            codecs.add(codec);
            return this;
        }

        /** Replaces {@link AttributeLimits#DEFAULT}. */
        public Builder limits(AttributeLimits newLimits) {
            this.limits = newLimits;
            return this;
        }

        /**
         * The codecs.
         *
         * @throws IllegalArgumentException if a codec's id is malformed, taken or the library's own
         */
        public AttributeCodecs build() {
            return new AttributeCodecs(this);
        }
    }
}
