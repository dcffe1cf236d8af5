// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec.jackson;

import dev.sojourn.codec.AttributeCodec;
import dev.sojourn.codec.AttributeLimitException;
import dev.sojourn.codec.AttributeLimits;
import dev.sojourn.codec.UnreadableAttributeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.ObjectMapper;

/**
 * Records and classes of the application as JSON, through Jackson 3. Immutable and thread-safe.
 *
 * <pre>{@code
 * JacksonCodec codec = JacksonCodec.builder().type("cart", Cart.class).type("payment", Payment.class).build();
 * }</pre>
 *
 * <p>A stored value is an object with one entry, the registered name: <code>{"cart":{"items":[…]}}</code>. Values are of registered
 * classes, of classes that a registered sealed one permits, and lists, sets and maps (with keys of text) of values of one registered
 * type; these come back as {@code ArrayList}, {@code LinkedHashSet} and {@code LinkedHashMap}. What a value holds is decided by
 * the declared types of its fields, so classes in there need no registration.
 *
 * <p>What is stored is the state: all fields, also private ones, but not {@code transient} ones, and nothing that getters
 * compute. Jackson's annotations change that as usual. A field that was removed is skipped on reading, one that was added is
 * null, zero or false. Anything else that does not fit makes the value unreadable, which quarantines this one attribute.
 *
 * <p>No name in stored data is ever taken for a class: names are looked up in the table of what was registered. Default typing
 * is off, annotations by which data names classes are refused, and all types are looked at when the codec is built: what could not be
 * read again, or would come back as something else, is refused there. A value is read back once when it is written.
 *
 * <p>Source: ASVS 5.0, 1.5.2; OWASP Deserialization Cheat Sheet. More: {@code docs/attributes.md}.
 */
public final class JacksonCodec implements AttributeCodec {
    private static final Pattern SHOWABLE = Pattern.compile("[A-Za-z0-9_.:-]{1,80}");

    private final String id;
    private final ObjectMapper mapper;
    private final RegisteredTypes types;
    private final Set<Class<?>> immutable;
    private final Failures failures;
    private final AttributeLimits limits;

    private JacksonCodec(Builder builder, ObjectMapper mapper, Failures failures) {
        this.id = builder.id();
        this.mapper = mapper;
        this.types = new RegisteredTypes(builder.types, mapper);
        this.immutable =
                types.classes().stream().filter(ImmutableRecords::includes).collect(Collectors.toUnmodifiableSet());
        this.failures = failures;
        this.limits = builder.limits;
    }

    /** Starts with no type registered. */
    public static Builder builder() {
        return new Builder();
    }

    /** {@code json}, or {@code smile} if the builder was told {@link Builder#binary()}. */
    @Override
    public String id() {
        return id;
    }

    /** Whether the value is of a registered type, or a list, set or map whose elements are all of one. */
    @Override
    public boolean supports(Object value) {
        return types.formOf(value).isPresent();
    }

    /**
     * The value under its registered name; equal for equal content, where the order of a hash table does not come between.
     *
     * @throws AttributeLimitException if it takes more bytes than {@link AttributeLimits#attributeBytes}, or is deeper than
     *     {@link AttributeLimits#nesting}, which is also where a value ends that holds itself
     * @throws IllegalArgumentException if it, or something in it, is not of a declared type, or cannot be read back
     */
    @Override
    public byte[] encode(Object value) {
        String type = value.getClass().getName();
        StoredForm form = types.formOf(value)
                .orElseThrow(
                        () -> new IllegalArgumentException(type + " is not registered: call type(..) with its class"));
        byte[] encoded = write(form, value, type);
        try {
            decode(encoded);
        } catch (UnreadableAttributeException unreadable) {
            throw new IllegalArgumentException(
                    "a value of " + type + " could be written but not read back, so it is not stored: "
                            + unreadable.getMessage(),
                    unreadable);
        }
        return encoded;
    }

    /** {@inheritDoc} */
    @Override
    public Object decode(byte[] encoded) {
        try (JsonParser parser = mapper.createParser(encoded)) {
            Object value = read(parser);
            // Smile can put one document behind another, which looks like the end.
            expect(parser.currentLocation().getByteOffset() == encoded.length, "more than one value");
            return value;
        } catch (UnreadableAttributeException unreadable) {
            throw unreadable;
        } catch (RuntimeException | LinkageError | StackOverflowError failure) {
            throw new UnreadableAttributeException(
                    "not a value that codec \"" + id + "\" writes, or not any more: " + failures.describe(failure));
        }
    }

    /** True for records of immutable values of the JDK, enums and other such records. */
    @Override
    public boolean isImmutable(Object value) {
        return immutable.contains(value.getClass());
    }

    private byte[] write(StoredForm form, Object value, String type) {
        BoundedBytes bytes = new BoundedBytes(limits.attributeBytes());
        try (JsonGenerator generator = mapper.createGenerator(bytes)) {
            generator.writeStartObject();
            generator.writeName(form.name());
            form.writer().writeValue(generator, value);
            generator.writeEndObject();
        } catch (StreamConstraintsException tooDeep) {
            throw new AttributeLimitException("a value of " + type + " is nested deeper than nesting = "
                    + limits.nesting() + ", or holds itself: store flatter data");
        } catch (RuntimeException failure) {
            throw Failures.ownRefusal(failure)
                    .orElseGet(() -> new IllegalArgumentException(
                            "a value of " + type + " cannot be written: " + failures.describe(failure)));
        }
        return bytes.toBytes();
    }

    private Object read(JsonParser parser) {
        expect(parser.nextToken() == JsonToken.START_OBJECT, "no object");
        String name = parser.nextName();
        expect(name != null, "no name of a type");
        StoredForm form = types.named(name).orElseThrow(() -> unknown(name));
        expect(parser.nextToken() != null, "no value");
        Object value = form.reader().readValue(parser);
        expect(value != null, "null");
        expect(parser.nextToken() == JsonToken.END_OBJECT && parser.nextToken() == null, "more than one value");
        return value;
    }

    private void expect(boolean met, String otherwise) {
        if (!met) {
            throw new UnreadableAttributeException("not a value that codec \"" + id + "\" writes: " + otherwise);
        }
    }

    private static UnreadableAttributeException unknown(String name) {
        return new UnreadableAttributeException(
                SHOWABLE.matcher(name).matches()
                        ? "no type with name \"" + name + "\" is registered"
                        : "a malformed name of a type");
    }

    /** Collects the types; not thread-safe. */
    public static final class Builder {
        private final List<RegisteredType> types = new ArrayList<>();
        private final List<JacksonModule> modules = new ArrayList<>();
        private AttributeLimits limits = AttributeLimits.DEFAULT;
        private boolean binary;

        private Builder() {}

        /**
         * Registers a class by a name of 1 to 64 of {@code A-Z a-z 0-9 _ . -}; a sealed class or interface with all that it
         * permits.
         *
         * <p>The name stands in the stored values instead of the class's, so classes can be renamed and moved. Values with one of
         * the former names are read, too.
         */
        public Builder type(String name, Class<?> type, String... formerNames) {
            types.add(new RegisteredType(name, List.of(formerNames), type));
            return this;
        }

        /** Registers a class by its simple name; when the class is renamed, give the old name with the new class. */
        public Builder type(Class<?> type) {
            return type(type.getSimpleName(), type);
        }

        /** Adds a module of Jackson, for types of other libraries; it is code that you trust with what is stored. */
        public Builder module(JacksonModule module) {
            modules.add(module);
            return this;
        }

        /** Replaces {@link AttributeLimits#DEFAULT}; give the same to {@code AttributeCodecs}. */
        public Builder limits(AttributeLimits newLimits) {
            this.limits = newLimits;
            return this;
        }

        /**
         * Writes Smile, the binary form of JSON, instead of JSON.
         *
         * <p>Smaller, and not for people. Needs {@code tools.jackson.dataformat:jackson-dataformat-smile}. A codec of its own, with
         * the id {@code smile}: values that were written as JSON need the other one registered as well.
         */
        public Builder binary() {
            this.binary = true;
            return this;
        }

        /**
         * The codec.
         *
         * @throws IllegalArgumentException if nothing is registered, a name is malformed or given twice, or a type, or one that it
         *     reaches, cannot be stored or would not come back as what it was; names all problems
         */
        public JacksonCodec build() {
            failFor(Registrations.problems(types));
            DeclaredClasses declared = new DeclaredClasses();
            ObjectMapper mapper = mapper(new MapperSettings(limits, new TypeNames(types), declared, modules));
            TypeCheck check = new TypeCheck(mapper, declared);
            types.forEach(type -> check.check(type.type()));
            SortedSet<String> problems = new TreeSet<>(check.problems());
            if (mapper.deserializationConfig().getDefaultTyper(null) != null
                    || mapper.serializationConfig().getDefaultTyper(null) != null) {
                problems.add("a module switched on default typing, which lets stored data name classes");
            }
            failFor(problems);
            declared.close();
            return new JacksonCodec(this, mapper, new Failures(check.properties()));
        }

        private String id() {
            return binary ? "smile" : "json";
        }

        private ObjectMapper mapper(MapperSettings settings) {
            if (!binary) {
                return settings.json();
            }
            try {
                return SmileFormat.mapper(settings);
            } catch (NoClassDefFoundError notThere) {
                throw new IllegalArgumentException(
                        "binary() needs tools.jackson.dataformat:jackson-dataformat-smile on the path", notThere);
            }
        }

        private static void failFor(SortedSet<String> problems) {
            if (!problems.isEmpty()) {
                throw new IllegalArgumentException(String.join("; ", problems));
            }
        }
    }
}
