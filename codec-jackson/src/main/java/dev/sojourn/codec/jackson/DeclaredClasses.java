// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec.jackson;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.ser.bean.BeanSerializerBase;
import tools.jackson.databind.ser.impl.UnknownSerializer;

/**
 * The application's classes that the registered types reach, and no others, are written.
 *
 * <p>Jackson writes an object as what it is and reads it as what is declared: a subclass in a field would silently come back as
 * its superclass. After {@link #close()} no class is added, and objects of others are refused. Thread-safe.
 */
final class DeclaredClasses extends ValueSerializerModifier {
    private static final long serialVersionUID = 1L;

    private final transient Set<Class<?>> classes = ConcurrentHashMap.newKeySet();
    private transient volatile boolean closed;

    void add(Class<?> type) {
        classes.add(type);
    }

    Set<Class<?>> all() {
        return Set.copyOf(classes);
    }

    void close() {
        closed = true;
    }

    @Override
    public ValueSerializer<?> modifySerializer(
            SerializationConfig config, BeanDescription.Supplier description, ValueSerializer<?> serializer) {
        Class<?> type = description.getBeanClass();
        boolean byFields = serializer instanceof BeanSerializerBase || serializer instanceof UnknownSerializer;
        return closed && byFields && !classes.contains(type) ? new Refusal(type) : serializer;
    }

    /** In place of the serializer of a class that must not be written. */
    private static final class Refusal extends ValueSerializer<Object> {
        private final Class<?> type;

        Refusal(Class<?> type) {
            this.type = type;
        }

        @Override
        public void serialize(Object value, JsonGenerator generator, SerializationContext context) {
            throw new UndeclaredClassException(type);
        }

        @Override
        public void serializeWithType(
                Object value, JsonGenerator generator, SerializationContext context, TypeSerializer typeSerializer) {
            throw new UndeclaredClassException(type);
        }
    }
}
