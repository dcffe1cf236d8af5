// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec;

import java.time.ZoneId;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the {@link ValueType} of a class or of a tag; strings, booleans and enums are known to writer and reader alone. */
final class ValueTypes {
    private static final ValueType<Date> DATE = date();
    private static final Map<Class<?>, ValueType<?>> BY_CLASS = new HashMap<>();
    private static final Map<Integer, ValueType<?>> BY_TAG = new HashMap<>();
    private static final Set<Class<?>> PLAIN;

    static {
        Stream.of(BasicTypes.ALL, TimeTypes.ALL, PrimitiveArrays.ALL, List.of(DATE))
                .flatMap(List::stream)
                .forEach(type -> {
                    BY_CLASS.put(type.type(), type);
                    BY_TAG.put(type.tag(), type);
                });
        // Zones other than offsets are of a class that has no public name.
        BY_CLASS.put(ZoneId.of("UTC").getClass(), TimeTypes.ZONE_REGION);
        PLAIN = BY_CLASS.keySet().stream()
                .filter(type -> !type.isArray() && type != Date.class)
                .collect(Collectors.toUnmodifiableSet());
    }

    private ValueTypes() {}

    static @Nullable ValueType<?> of(Class<?> type) {
        return BY_CLASS.get(type);
    }

    static @Nullable ValueType<?> of(int tag) {
        return BY_TAG.get(tag);
    }

    /** Whether nobody can change this value: its class is final, or exactly one that we know. */
    static boolean isPlain(Object value) {
        return value instanceof String
                || value instanceof Boolean
                || value instanceof Enum<?>
                || PLAIN.contains(value.getClass());
    }

    @SuppressWarnings("JavaUtilDate") // not our choice: what applications have is what they store
    private static ValueType<Date> date() {
        return new ValueType<>(
                ValueTag.DATE,
                Date.class,
                (sink, value) -> sink.writeZigzag(value.getTime()),
                source -> new Date(source.readZigzag()));
    }
}
