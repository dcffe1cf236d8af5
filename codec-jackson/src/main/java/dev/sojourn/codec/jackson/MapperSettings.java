// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec.jackson;

import static com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility.ANY;
import static com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility.NONE;

import dev.sojourn.codec.AttributeLimits;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.TSFBuilder;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * How Jackson is set for attributes: each setting that decides what is stored stands here, also where it is Jackson's default, so
 * that a new default of Jackson's does not change it.
 *
 * @param limits how deep values may be
 * @param names the names in sealed hierarchies
 * @param declared the classes that may be written
 * @param modules what the application adds
 */
record MapperSettings(AttributeLimits limits, TypeNames names, DeclaredClasses declared, List<JacksonModule> modules) {

    /** The JSON format. */
    ObjectMapper json() {
        return apply(JsonMapper.builder(constrained(JsonFactory.builder()).build()))
                .build();
    }

    /** Sets the limits of a format's reader and writer. */
    <B extends TSFBuilder<?, B>> B constrained(B factory) {
        return factory.streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(depth())
                        // What is read lies in memory already; what bounds it is that the writer was bounded.
                        .maxStringLength(Integer.MAX_VALUE)
                        .build())
                .streamWriteConstraints(StreamWriteConstraints.builder()
                        .maxNestingDepth(depth())
                        .build());
    }

    /** Sets what a format's mapper does. */
    <B extends MapperBuilder<?, B>> B apply(B builder) {
        state(builder);
        tolerance(builder);
        strictness(builder);
        times(builder);
        SimpleModule ours = new SimpleModule("sojourn");
        // In the order written, as for maps; and the same bytes for what was only read.
        ours.addAbstractTypeMapping(Set.class, LinkedHashSet.class);
        ours.setSerializerModifier(declared);
        return builder.annotationIntrospector(new NameOnlyAnnotations(names))
                .polymorphicTypeValidator(new NoClassNames())
                .addModules(modules)
                .addModule(ours);
    }

    /** What counts is the state, as with Java serialisation: fields, not what getters compute. */
    private static void state(MapperBuilder<?, ?> builder) {
        builder.changeDefaultVisibility(visibility -> visibility
                        .withFieldVisibility(ANY)
                        .withGetterVisibility(NONE)
                        .withIsGetterVisibility(NONE)
                        .withSetterVisibility(NONE))
                .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY, MapperFeature.PROPAGATE_TRANSIENT_MARKER)
                .disable(MapperFeature.ALLOW_FINAL_FIELDS_AS_MUTATORS, MapperFeature.USE_GETTERS_AS_SETTERS)
                // toString is for people and changes; the name of a constant is what code relies on.
                .disable(EnumFeature.WRITE_ENUMS_USING_TO_STRING, EnumFeature.READ_ENUMS_USING_TO_STRING)
                .disable(EnumFeature.WRITE_ENUMS_USING_INDEX, EnumFeature.WRITE_ENUM_KEYS_USING_INDEX);
    }

    /** A field that was removed is skipped, one that was added is null or zero. */
    private static void tolerance(MapperBuilder<?, ?> builder) {
        builder.disable(
                DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                DeserializationFeature.FAIL_ON_IGNORED_PROPERTIES,
                DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
    }

    /** A value that does not fit is not bent until it does. */
    private static void strictness(MapperBuilder<?, ?> builder) {
        builder.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(
                        DeserializationFeature.ACCEPT_FLOAT_AS_INT,
                        DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY,
                        DeserializationFeature.UNWRAP_SINGLE_VALUE_ARRAYS,
                        DeserializationFeature.ACCEPT_EMPTY_STRING_AS_NULL_OBJECT,
                        DeserializationFeature.ACCEPT_EMPTY_ARRAY_AS_NULL_OBJECT,
                        // The codec looks itself at what comes after the value.
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(
                        EnumFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL,
                        EnumFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
                // The order of a map is part of it: sorting would lose that of a linked one.
                .disable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS, SerializationFeature.CLOSE_CLOSEABLE);
    }

    /** Moments, offsets and zones come back as they were, and operators can read them. */
    private static void times(MapperBuilder<?, ?> builder) {
        builder.disable(
                        DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS,
                        DateTimeFeature.WRITE_DATE_KEYS_AS_TIMESTAMPS,
                        DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS,
                        DateTimeFeature.WRITE_DATES_WITH_CONTEXT_TIME_ZONE,
                        DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE,
                        DateTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID,
                        DateTimeFeature.TRUNCATE_TO_MSECS_ON_READ,
                        DateTimeFeature.TRUNCATE_TO_MSECS_ON_WRITE)
                .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID);
    }

    /** The object with the type's name, and what is in it. */
    private int depth() {
        return limits.nesting() + 1;
    }
}
