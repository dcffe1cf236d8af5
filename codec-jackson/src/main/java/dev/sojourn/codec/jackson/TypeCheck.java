// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec.jackson;

import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.AbstractDeserializer;
import tools.jackson.databind.deser.SettableBeanProperty;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.PropertyWriter;

/**
 * Looks at the registered types and all that they reach, before any value is written: each must be readable, must come back as
 * what it was, and must not let stored data choose a class. One thread at a time.
 */
final class TypeCheck {
    private final SerializationContext writing;
    private final DeserializationContext reading;
    private final DeclaredClasses declared;
    private final Set<JavaType> seen = new HashSet<>();
    private final Set<JavaType> withoutSubtypes = new HashSet<>();
    private final SortedSet<String> properties = new TreeSet<>();
    private final SortedSet<String> problems = new TreeSet<>();

    TypeCheck(ObjectMapper mapper, DeclaredClasses declared) {
        // Public in spite of their names, and the only way to ask Jackson about a type without a value of it.
        this.writing = mapper._serializationContext();
        this.reading = mapper._deserializationContext();
        this.declared = declared;
    }

    /** Looks at one registered type. */
    void check(Class<?> type) {
        check(reading.constructType(type), null, type.getName());
    }

    /** What is wrong with all types looked at. */
    SortedSet<String> problems() {
        SortedSet<String> all = new TreeSet<>(problems);
        for (JavaType type : withoutSubtypes) {
            for (Class<?> other : declared.all()) {
                if (type.getRawClass() != other && type.getRawClass().isAssignableFrom(other)) {
                    all.add(other.getName() + " could stand where "
                            + type.getRawClass().getName()
                            + " is declared, and would come back as that: make "
                            + type.getRawClass().getName()
                            + " sealed, or abstract with @JsonTypeInfo(use = Id.NAME) and @JsonSubTypes");
                }
            }
        }
        return all;
    }

    /** The names of all fields. */
    Set<String> properties() {
        return properties;
    }

    private void check(JavaType type, @Nullable AnnotatedMember member, String where) {
        Class<?> raw = type.getRawClass();
        if (PlainTypes.includes(raw)) {
            return;
        }
        if (type.isContainerType() || type.isReferenceType()) {
            checkContainer(type, member, where);
        } else {
            checkObject(type, member, where);
        }
    }

    private void checkContainer(JavaType type, @Nullable AnnotatedMember member, String where) {
        Class<?> raw = type.getRawClass();
        if (!raw.isArray() && !PlainTypes.isOfTheJdk(raw)) {
            problems.add(
                    where + " is a " + raw.getName()
                            + ", a collection with fields of its own, which would be lost: hold a collection in a field instead");
            return;
        }
        JavaType key = type.getKeyType();
        if (key != null && !PlainTypes.isKey(key.getRawClass())) {
            problems.add(
                    where + " has keys of " + key.getRawClass().getName() + ": keys are text, numbers, enums, moments");
        }
        find(type, where);
        check(type.getContentType(), member, where + "[]");
    }

    private void checkObject(JavaType type, @Nullable AnnotatedMember member, String where) {
        Optional<Collection<NamedType>> subtypes;
        try {
            subtypes = subtypes(type, member);
        } catch (JacksonException | IllegalArgumentException refused) {
            problems.add(where + ": " + ownMessage(refused));
            return;
        }
        if (subtypes.isPresent()) {
            subtypes.get().forEach(subtype -> checkSubtype(subtype.getType(), type, where));
        } else if (PlainTypes.isOfTheJdk(type.getRawClass())) {
            problems.add(
                    where + " is a " + type.getRawClass().getName() + ", which says too little of what may be in it, or"
                            + " lets stored data reach too far: declare a class of your own, or a simple one of the JDK");
        } else {
            withoutSubtypes.add(type);
            checkClass(type, where);
        }
    }

    /** The classes that a name beside the value may choose from, if there is one. */
    private Optional<Collection<NamedType>> subtypes(JavaType type, @Nullable AnnotatedMember member) {
        boolean named = member == null
                ? reading.findTypeDeserializer(type) != null
                : reading.findPropertyTypeDeserializer(type, member) != null;
        if (!named) {
            return Optional.empty();
        }
        return Optional.of(reading.getConfig()
                .getSubtypeResolver()
                .collectAndResolveSubtypesByTypeId(reading.getConfig(), member, type));
    }

    private void checkSubtype(Class<?> subtype, JavaType base, String where) {
        if (Modifier.isAbstract(subtype.getModifiers()) || PlainTypes.isOfTheJdk(subtype)) {
            return;
        }
        if (SealedTypes.isSealed(base.getRawClass()) && SealedTypes.isOpen(subtype)) {
            problems.add(where + ": " + subtype.getName()
                    + " is non-sealed, so what it stands for cannot be listed: make it final");
        }
        checkClass(reading.constructSpecializedType(base, subtype), where);
    }

    private void checkClass(JavaType type, String where) {
        if (PlainTypes.includes(type.getRawClass()) || !seen.add(type)) {
            return;
        }
        declared.add(type.getRawClass());
        checkAccess(type.getRawClass());
        find(type, where).ifPresent(deserializer -> {
            if (deserializer instanceof AbstractDeserializer) {
                problems.add(where + " is a " + type.getRawClass().getName()
                        + ", which does not say of what class its objects are: make it sealed, or add"
                        + " @JsonTypeInfo(use = Id.NAME) and @JsonSubTypes");
            } else if (deserializer instanceof BeanDeserializerBase bean) {
                checkBean(bean, type);
            }
        });
    }

    /** In a module, Jackson reaches what is open to it, and public records that are exported. */
    private void checkAccess(Class<?> type) {
        Module module = type.getModule();
        Module jackson = ObjectMapper.class.getModule();
        boolean shown = type.isRecord()
                && Modifier.isPublic(type.getModifiers())
                && module.isExported(type.getPackageName(), jackson);
        if (!shown && !module.isOpen(type.getPackageName(), jackson)) {
            problems.add("Jackson has no access to " + type.getName() + ": say \"opens " + type.getPackageName()
                    + " to tools.jackson.databind;\" in module " + module.getName());
        }
    }

    private void checkBean(BeanDeserializerBase bean, JavaType type) {
        String name = type.getRawClass().getName();
        ValueInstantiator creation = bean.getValueInstantiator();
        if (!creation.canInstantiate()) {
            problems.add(
                    name + " cannot be made again: it needs a constructor without arguments, or one with @JsonCreator;"
                            + " or make it a record");
        }
        if (bean.hasAnySetter()) {
            problems.add(
                    name + " has a @JsonAnySetter, which takes what nobody declared: use a map of declared values");
        }
        JavaType delegate = creation.getDelegateType(reading.getConfig());
        if (delegate != null) {
            check(delegate, null, name);
        }
        bean.properties().forEachRemaining(property -> checkProperty(property, name));
        bean.creatorProperties().forEachRemaining(property -> checkProperty(property, name));
        Iterator<PropertyWriter> written =
                writing.findPrimaryPropertySerializer(type, null).properties();
        while (written.hasNext()) {
            PropertyWriter property = written.next();
            if (property.getClass() == BeanPropertyWriter.class && !bean.hasProperty(property.getName())) {
                problems.add(
                        name + "." + property.getName() + " is written and cannot be read back: a constructor must take"
                                + " it, or it must not be final; or mark it transient");
            }
        }
    }

    private void checkProperty(SettableBeanProperty property, String owner) {
        properties.add(property.getName());
        check(property.getType(), property.getMember(), owner + "." + property.getName());
    }

    private Optional<ValueDeserializer<Object>> find(JavaType type, String where) {
        try {
            writing.findPrimaryPropertySerializer(type, null);
            return Optional.of(reading.findContextualValueDeserializer(type, null));
        } catch (JacksonException | IllegalArgumentException refused) {
            problems.add(where + ": " + ownMessage(refused));
            return Optional.empty();
        }
    }

    /** About classes only: no value has been read yet. */
    private static String ownMessage(RuntimeException refused) {
        return String.valueOf(
                refused instanceof JacksonException jackson ? jackson.getOriginalMessage() : refused.getMessage());
    }
}
