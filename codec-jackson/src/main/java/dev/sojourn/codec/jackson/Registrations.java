// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec.jackson;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Looks at the registered names and classes themselves: whether they are well formed and unambiguous. */
final class Registrations {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private Registrations() {}

    /** What is wrong; empty if nothing is. */
    static SortedSet<String> problems(List<RegisteredType> types) {
        SortedSet<String> problems = new TreeSet<>();
        if (types.isEmpty()) {
            problems.add("a type is required: call type(..)");
        }
        types.forEach(type -> checkClass(type.type(), problems));
        checkNames(types, problems);
        checkHierarchies(types, problems);
        return problems;
    }

    private static void checkClass(Class<?> type, SortedSet<String> problems) {
        String name = type.getName();
        if (type.isArray() || type.isPrimitive() || type.isEnum() || PlainTypes.includes(type)) {
            problems.add(name + " needs no registration: simple values and enums are stored without");
        } else if (type.getTypeParameters().length > 0) {
            problems.add(
                    name + " is generic, and a value does not say of what: register a record that has it as a field");
        } else if (Modifier.isAbstract(type.getModifiers()) && !SealedTypes.isSealed(type)) {
            problems.add(
                    name + " is open, so its classes are not known: make it sealed, or register each of its classes");
        } else if (type.isAnonymousClass() || type.isHidden()) {
            problems.add(name + " has no name of its own: make it a class of its own");
        }
    }

    private static void checkNames(List<RegisteredType> types, SortedSet<String> problems) {
        Set<Class<?>> classes = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (RegisteredType type : types) {
            if (!classes.add(type.type())) {
                problems.add(type.type().getName() + " is registered twice: give its former names behind it");
            }
            List<String> all = new ArrayList<>(type.formerNames());
            all.add(type.name());
            for (String name : all) {
                if (!NAME.matcher(name).matches()) {
                    problems.add("a name must be 1 to 64 of A-Z a-z 0-9 _ . -, was \"" + name + "\"");
                } else if (!names.add(name)) {
                    problems.add("the name \"" + name + "\" is given twice");
                }
            }
        }
    }

    /** A class in two hierarchies has no form of its own that would be better than the other. */
    private static void checkHierarchies(List<RegisteredType> types, SortedSet<String> problems) {
        Map<Class<?>, RegisteredType> exact = new HashMap<>();
        types.forEach(type -> exact.put(type.type(), type));
        Map<Class<?>, Set<Class<?>>> hierarchies = new LinkedHashMap<>();
        for (RegisteredType type : types) {
            for (Class<?> leaf : SealedTypes.leavesOf(type.type())) {
                hierarchies.computeIfAbsent(leaf, none -> new HashSet<>()).add(type.type());
            }
        }
        hierarchies.forEach((leaf, roots) -> {
            if (roots.size() > 1 && !exact.containsKey(leaf)) {
                problems.add(leaf.getName() + " belongs to several registered types: register it, too");
            }
        });
    }
}
