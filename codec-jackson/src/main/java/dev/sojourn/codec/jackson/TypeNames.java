// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec.jackson;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.jsontype.NamedType;

/**
 * The names that the classes of a sealed hierarchy have in stored values. Immutable.
 *
 * <p>A class that is registered has its registered name there, others their simple name. The simple name is read in any case,
 * so that a class can be registered later.
 */
final class TypeNames {
    private final Map<Class<?>, RegisteredType> byClass = new LinkedHashMap<>();

    TypeNames(List<RegisteredType> types) {
        types.forEach(type -> byClass.put(type.type(), type));
    }

    /** Each class that the sealed one stands for with its names, the one that is written first. */
    List<NamedType> namesIn(Class<?> sealed) {
        Map<String, Class<?>> taken = new LinkedHashMap<>();
        for (Class<?> leaf : SealedTypes.leavesOf(sealed)) {
            for (String name : namesOf(leaf)) {
                Class<?> other = taken.putIfAbsent(name, leaf);
                if (other != null && other != leaf) {
                    throw new IllegalArgumentException(
                            other.getName() + " and " + leaf.getName() + ", both permitted by " + sealed.getName()
                                    + ", are called \"" + name + "\": register them by names of their own");
                }
            }
        }
        List<NamedType> named = new ArrayList<>();
        taken.forEach((name, leaf) -> named.add(new NamedType(leaf, name)));
        return named;
    }

    private List<String> namesOf(Class<?> leaf) {
        List<String> names = new ArrayList<>();
        Optional.ofNullable(byClass.get(leaf)).ifPresent(type -> {
            names.add(type.name());
            names.addAll(type.formerNames());
        });
        names.add(leaf.getSimpleName());
        return names;
    }
}
