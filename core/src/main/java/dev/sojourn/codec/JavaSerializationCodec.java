// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * {@link Serializable} values of classes that you name, by Java serialisation. Immutable and thread-safe.
 *
 * <p>For applications that have such values already; a codec that writes data instead of objects is the better choice for
 * new ones. Java serialisation lets bytes decide which classes run, and whoever can write to the store could choose, so
 * this codec reads and writes only
 *
 * <ul>
 *   <li>classes that the builder was given, and classes of packages that it was given;
 *   <li>the JDK's value and collection classes which those may hold, a fixed list of ours;
 *   <li>arrays of both.
 * </ul>
 *
 * <p>A class that is on neither list is refused by name before it is loaded. Dynamic proxies and lambdas are always
 * refused. The filter of the virtual machine ({@code jdk.serialFilter}) holds in addition: what either refuses is refused.
 * What is not protected: your own {@code readObject} methods run on data from the store and must check it, and forged
 * bytes can take long to read, by hash sets that hold one another.
 *
 * <p>A value is read back once when it is written, under the same rules, so that what could not be read again is refused
 * where it is set.
 *
 * <p>Source: ASVS 5.0, 1.5.2; OWASP Deserialization Cheat Sheet; JEP 290 and JEP 415.
 */
public final class JavaSerializationCodec implements AttributeCodec {
    static final String ID = "java";

    private final AllowedClasses allowed;
    private final SerialLimits limits;
    private final @Nullable ClassLoader classLoader;

    private JavaSerializationCodec(Builder builder) {
        this.allowed = new AllowedClasses(builder.classes, builder.packages);
        this.limits = new SerialLimits(builder.depth, builder.references, builder.arrayLength, builder.bytes);
        this.classLoader = builder.classLoader;
    }

    /** Starts with no class allowed. */
    public static Builder builder() {
        return new Builder();
    }

    /** Always {@code java}. */
    @Override
    public String id() {
        return ID;
    }

    /** Whether the value is serialisable and its own class allowed; what it holds is found out by encoding. */
    @Override
    public boolean supports(Object value) {
        Class<?> type = value.getClass();
        return value instanceof Serializable
                && !Proxy.isProxyClass(type)
                && !type.isHidden()
                && allowed.includes(value instanceof Enum<?> constant ? constant.getDeclaringClass() : type);
    }

    /**
     * The serialised value.
     *
     * @throws AttributeLimitException if it is larger or deeper than the builder allows
     * @throws IllegalArgumentException if it holds something that is not allowed or not serialisable, or cannot be read back
     */
    @Override
    public byte[] encode(Object value) {
        byte[] encoded = AllowedObjectOutput.write(value, allowed, limits.bytes());
        try {
            decode(encoded);
        } catch (UnreadableAttributeException unreadable) {
            throw new IllegalArgumentException(
                    "a value of " + value.getClass().getName()
                            + " could be serialised but not read back, so it is not stored: " + unreadable.getMessage(),
                    unreadable);
        }
        return encoded;
    }

    /** {@inheritDoc} */
    @Override
    public Object decode(byte[] encoded) {
        if (encoded.length > limits.bytes()) {
            throw new UnreadableAttributeException(
                    "serialised data of " + encoded.length + " bytes, more than bytes = " + limits.bytes());
        }
        ByteArrayInputStream bytes = new ByteArrayInputStream(encoded);
        SerialFilter filter = new SerialFilter(allowed, limits, encoded.length);
        try (AllowedObjectInput input = new AllowedObjectInput(bytes, allowed, filter, loader())) {
            Object value = input.readObject();
            if (value == null || input.available() > 0 || bytes.available() > 0) {
                throw new UnreadableAttributeException(value == null ? "no value" : "serialised data after the value");
            }
            return value;
        } catch (UnreadableAttributeException unreadable) {
            throw unreadable;
        } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError | StackOverflowError failure) {
            throw new UnreadableAttributeException(
                    filter.refusal().orElse("serialised data that cannot be read") + " ("
                            + failure.getClass().getSimpleName() + ")",
                    failure);
        }
    }

    /** True for the immutable values of the JDK that {@link SimpleValueCodec} knows. */
    @Override
    public boolean isImmutable(Object value) {
        return SimpleValueCodec.isPlain(value);
    }

    private ClassLoader loader() {
        if (classLoader != null) {
            return classLoader;
        }
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context != null ? context : JavaSerializationCodec.class.getClassLoader();
    }

    /** Collects the allow-list and the limits; not thread-safe. */
    public static final class Builder {
        private final Set<String> classes = new TreeSet<>();
        private final Set<String> packages = new TreeSet<>();
        private final Set<String> problems = new TreeSet<>();
        private int depth = 20;
        private int references = 10_000;
        private int arrayLength = 65_536;
        private int bytes = 1 << 18;
        private @Nullable ClassLoader classLoader;

        private Builder() {}

        /** Allows exactly these classes, and the serialisable classes that they extend; not what is nested in them. */
        public Builder allow(Class<?>... types) {
            for (Class<?> type : types) {
                allow(type);
            }
            return this;
        }

        /**
         * Allows all classes of this package, such as {@code com.shop.model}, and not those of packages below it.
         *
         * <p>Give a package of values only: each of its serialisable classes can be made to run by who can write to the store.
         * Packages of the JDK are refused; name single classes instead.
         */
        public Builder allowPackage(String name) {
            if (!name.matches("[\\p{javaJavaIdentifierStart}][\\p{javaJavaIdentifierPart}]*"
                    + "(\\.[\\p{javaJavaIdentifierStart}][\\p{javaJavaIdentifierPart}]*)*")) {
                problems.add("allowPackage takes a package name without wildcards, was \"" + name + "\"");
            } else if (name.matches("(java|javax|jdk|sun|com\\.sun)(\\..*)?")) {
                problems.add("allowPackage takes no package of the JDK, was \"" + name + "\": allow single classes");
            }
            packages.add(name);
            return this;
        }

        /** Where classes are looked up; default the context class loader of the thread that decodes. */
        public Builder classLoader(ClassLoader loader) {
            this.classLoader = loader;
            return this;
        }

        /**
         * How deep objects may hold one another, 1 to 200; default 20, as values for a session are flat.
         */
        public Builder depth(int levels) {
            this.depth = check("depth", levels, 200);
            return this;
        }

        /** How many objects a value may hold, 1 to 2^24; default 10,000. */
        public Builder references(int count) {
            this.references = check("references", count, 1 << 24);
            return this;
        }

        /** The longest array, and the largest table of a collection, in elements, 1 to 2^24; default 65,536. */
        public Builder arrayLength(int elements) {
            this.arrayLength = check("arrayLength", elements, 1 << 24);
            return this;
        }

        /** The largest serialised value, in bytes, 1 to 2^30; default 262,144, as for attributes in general. */
        public Builder bytes(int count) {
            this.bytes = check("bytes", count, 1 << 30);
            return this;
        }

        /**
         * The codec.
         *
         * @throws IllegalArgumentException if nothing is allowed, or one of the settings is wrong; names all problems
         */
        public JavaSerializationCodec build() {
            if (classes.isEmpty() && packages.isEmpty()) {
                problems.add("an allow-list is required: call allow(..) or allowPackage(..)");
            }
            if (!problems.isEmpty()) {
                throw new IllegalArgumentException(String.join("; ", problems));
            }
            return new JavaSerializationCodec(this);
        }

        private void allow(Class<?> type) {
            if (type == SerializedLambda.class) {
                problems.add("lambdas are never allowed");
            } else if (type.isArray() || type.isPrimitive() || type.isHidden() || Proxy.isProxyClass(type)) {
                problems.add("allow takes classes with a name of their own, was " + type.getName());
            } else if (!Serializable.class.isAssignableFrom(type) && !isSuperclass(type)) {
                problems.add("allow takes serialisable classes, was " + type.getName());
            }
            for (Class<?> next = type;
                    next != null && Serializable.class.isAssignableFrom(next);
                    next = next.getSuperclass()) {
                classes.add(next.getName());
            }
            classes.add(type.getName());
        }

        /** Interfaces and abstract classes, which are the component types of arrays. */
        private static boolean isSuperclass(Class<?> type) {
            return Modifier.isAbstract(type.getModifiers());
        }

        private int check(String name, int value, int highest) {
            if (value < 1 || value > highest) {
                problems.add(name + " must be 1 to " + highest + ", was " + value);
            }
            return value;
        }
    }
}
