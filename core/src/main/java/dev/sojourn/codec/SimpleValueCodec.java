// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec;

/**
 * Simple JDK values as compact tagged bytes; part of all {@link AttributeCodecs}. Immutable and thread-safe.
 *
 * <p>Collections are known by their exact class, so that a class of yours that extends one is never turned into the bare
 * collection: it goes to the next codec, and so does a collection that holds something else than what stands here.
 *
 * <table>
 * <caption>What goes in, and what comes back</caption>
 * <tr><th>Written</th><th>Read</th></tr>
 * <tr><td>{@code String} (also with lone surrogates), {@code Boolean}, {@code Byte}, {@code Short}, {@code Character},
 *     {@code Integer}, {@code Long}, {@code Float}, {@code Double}, {@code BigInteger}, {@code BigDecimal}, {@code UUID},
 *     {@code Locale}, {@code Currency}, {@code URI}</td><td>an equal value</td></tr>
 * <tr><td>{@code java.time}: {@code Instant}, {@code Duration}, {@code Period}, {@code LocalDate}, {@code LocalTime},
 *     {@code LocalDateTime}, {@code OffsetDateTime}, {@code OffsetTime}, {@code ZonedDateTime}, {@code ZoneId},
 *     {@code ZoneOffset}, {@code Year}, {@code YearMonth}, {@code MonthDay}</td><td>an equal value; a
 *     {@code ZonedDateTime} keeps its moment should the rules of its zone have changed</td></tr>
 * <tr><td>enum constants</td><td>the same constant, found by class name and constant name</td></tr>
 * <tr><td>{@code java.util.Date} (not its subclasses)</td><td>an equal {@code Date}</td></tr>
 * <tr><td>arrays of primitives</td><td>an equal array</td></tr>
 * <tr><td>arrays of {@code Object}, of any class above, and arrays of those</td><td>an array of the same class</td></tr>
 * <tr><td>{@code ArrayList} and its {@code subList}, {@code Arrays.asList}</td><td>{@code ArrayList}</td></tr>
 * <tr><td>{@code LinkedList}</td><td>{@code LinkedList}</td></tr>
 * <tr><td>{@code HashSet}, {@code LinkedHashSet}</td><td>{@code LinkedHashSet}, in the order written</td></tr>
 * <tr><td>{@code HashMap}, {@code LinkedHashMap}</td><td>{@code LinkedHashMap}, in the order written</td></tr>
 * <tr><td>{@code TreeSet}, {@code TreeMap} of natural order</td><td>the same</td></tr>
 * <tr><td>{@code EnumSet}</td><td>{@code EnumSet}</td></tr>
 * <tr><td>{@code EnumMap}</td><td>{@code TreeMap}, in the same order</td></tr>
 * <tr><td>{@code ConcurrentHashMap}</td><td>{@code ConcurrentHashMap}</td></tr>
 * <tr><td>{@code List.of}, {@code Set.of}, {@code Map.of}, {@code Stream.toList}, {@code Collections.unmodifiable…},
 *     {@code empty…}, {@code singleton…}, {@code nCopies}</td><td>an unmodifiable collection of the same kind, in the order
 *     written</td></tr>
 * </table>
 *
 * <p>Elements and map values are any of these, or null. Map keys and set elements are null or an immutable value, which is
 * one of the first three rows: others could not be found again, and would let forged bytes keep a hash table busy.
 *
 * <p>Reading is strict: a value has one encoding, and anything else is an {@link UnreadableAttributeException}. Memory
 * used is in proportion to the bytes given. The only class that bytes can make this codec initialise is an enum; other
 * classes are at most looked at, never run. Enum classes are looked up in the context class loader of the thread, then in
 * this library's.
 *
 * <p>The bytes are specified in {@code docs/storage/attributes.md}. Source: ASVS 5.0, 1.5.2.
 */
public final class SimpleValueCodec implements AttributeCodec {
    static final String ID = "simple";

    private final AttributeLimits limits;

    SimpleValueCodec(AttributeLimits limits) {
        this.limits = limits;
    }

    /** Whether a store in the heap may keep this very object, because nobody can change it. */
    static boolean isPlain(Object value) {
        return ValueTypes.isPlain(value);
    }

    /** How many bytes {@link #encodePlain} would give. */
    static int sizeOfPlain(Object value) {
        ByteSink counter = ByteSink.counting();
        new ValueWriter(counter, 0).write(value);
        return counter.length();
    }

    /** A plain value as this codec's bytes, without a limit: it was checked when the value was set. */
    static byte[] encodePlain(Object value) {
        ByteSink sink = ByteSink.upTo(Integer.MAX_VALUE - 8);
        new ValueWriter(sink, 0).write(value);
        return sink.toBytes();
    }

    /** Always {@code simple}. */
    @Override
    public String id() {
        return ID;
    }

    /** Whether the value and all that it holds are in the table above. Looks at classes only, not at sizes. */
    @Override
    public boolean supports(Object value) {
        return new SupportedContent(limits).includes(value);
    }

    /**
     * The value as bytes; equal for equal content, where the order of a hash table does not come between.
     *
     * @throws AttributeLimitException if the value takes more bytes than {@link AttributeLimits#attributeBytes}, or is deeper
     *     than {@link AttributeLimits#nesting}, which is also where a collection ends that holds itself
     * @throws IllegalArgumentException if it holds something that is not in the table above
     */
    @Override
    public byte[] encode(Object value) {
        ByteSink sink = ByteSink.upTo(limits.attributeBytes());
        new ValueWriter(sink, limits.nesting()).write(value);
        return sink.toBytes();
    }

    /** {@inheritDoc} */
    @Override
    public Object decode(byte[] encoded) {
        try {
            return new ValueReader(encoded, limits.nesting()).readOnly();
        } catch (UnreadableAttributeException unreadable) {
            throw unreadable;
        } catch (RuntimeException | LinkageError failure) {
            // Factories of the JDK refuse what is out of range, trees what cannot be compared, enums may fail to load.
            throw new UnreadableAttributeException(
                    "not a value that codec \"" + ID + "\" writes: "
                            + failure.getClass().getSimpleName(),
                    failure);
        }
    }

    /** True for values that are themselves immutable; false for all collections, as their elements might not be. */
    @Override
    public boolean isImmutable(Object value) {
        return isPlain(value);
    }
}
