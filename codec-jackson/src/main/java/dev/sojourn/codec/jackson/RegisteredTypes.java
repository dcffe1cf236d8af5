// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec.jackson;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.ObjectMapper;

/**
 * Which value is written in which form, and which name is read in which. Immutable and thread-safe.
 *
 * <p>Both are tables made from the registered types: a name that is not in the table means nothing, so no name from a store ever
 * becomes a class.
 */
final class RegisteredTypes {
    private final Map<Class<?>, List<RegisteredType>> byClass = new HashMap<>();
    private final Map<String, StoredForm> byName = new HashMap<>();

    RegisteredTypes(List<RegisteredType> types, ObjectMapper mapper) {
        for (RegisteredType type : types) {
            addForms(type.name(), type.type(), mapper);
            type.formerNames().forEach(name -> addForms(name, type.type(), mapper));
        }
        // A class that is registered itself is written so where it stands alone; the hierarchies that it belongs to
        // come after.
        types.forEach(type -> addClass(type.type(), type));
        types.forEach(type -> SealedTypes.leavesOf(type.type()).forEach(leaf -> addClass(leaf, type)));
    }

    /** The form of the value; empty if its class, or one in it, is not registered. */
    Optional<StoredForm> formOf(Object value) {
        List<RegisteredType> types = byClass.get(value.getClass());
        if (types != null) {
            return Optional.of(form(types.get(0).name()));
        }
        return Containers.of(value)
                .flatMap(container -> contentOf(value).map(type -> form(container.nameOf(type.name()))));
    }

    /** The form that a stored value names. */
    Optional<StoredForm> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The classes of which a value may be. */
    Collection<Class<?>> classes() {
        return byClass.keySet();
    }

    /** The one type that all elements have in common. */
    private Optional<RegisteredType> contentOf(Object container) {
        if (container instanceof Map<?, ?> map && !map.keySet().stream().allMatch(String.class::isInstance)) {
            return Optional.empty();
        }
        List<RegisteredType> common = List.of();
        for (Object element : Containers.contentOf(container)) {
            if (element == null) {
                continue;
            }
            List<RegisteredType> types = byClass.getOrDefault(element.getClass(), List.of());
            if (common.isEmpty()) {
                common = types;
            } else if (!common.equals(types)) {
                common = common.stream().filter(types::contains).toList();
            }
            if (common.isEmpty()) {
                return Optional.empty();
            }
        }
        return common.stream().findFirst();
    }

    private StoredForm form(String name) {
        return named(name).orElseThrow();
    }

    private void addForms(String name, Class<?> type, ObjectMapper mapper) {
        byName.put(name, StoredForm.plain(name, type, mapper));
        for (Containers container : Containers.values()) {
            StoredForm form = StoredForm.in(container, name, type, mapper);
            byName.put(form.name(), form);
        }
    }

    private void addClass(Class<?> type, RegisteredType registered) {
        List<RegisteredType> types = byClass.computeIfAbsent(type, none -> new ArrayList<>());
        if (!types.contains(registered)) {
            types.add(registered);
        }
    }
}
