// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.architecture.api;

import dev.sojourn.architecture.HouseModule;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Every public and protected type and member of a module, one line each, in an order that does not depend on the compiler. */
final class ApiListing {

    /** Every class has them: listing them says nothing. */
    private static final Set<String> OF_EVERY_OBJECT = Set.of("equals", "hashCode", "toString");

    private final HouseModule module;

    ApiListing(HouseModule module) {
        this.module = module;
    }

    String text() {
        List<String> lines = new ArrayList<>();
        Set<String> exported = module.exportedPackages();
        String lastPackage = "";
        for (String name : module.classNames()) {
            Class<?> type = load(name);
            if (!exported.contains(type.getPackageName()) || !isVisible(type)) {
                continue;
            }
            if (!lastPackage.equals(type.getPackageName())) {
                lastPackage = type.getPackageName();
                lines.add((lines.isEmpty() ? "" : "\n") + "package " + lastPackage);
            }
            lines.add("");
            lines.add(new Signatures(type).type());
            members(type).forEach(member -> lines.add("  " + member));
        }
        return String.join("\n", lines) + "\n";
    }

    private static Set<String> members(Class<?> type) {
        Set<String> members = new TreeSet<>();
        Signatures signatures = new Signatures(type);
        for (Field field : type.getDeclaredFields()) {
            if (!field.isSynthetic() && isShown(type, field.getModifiers())) {
                members.add(signatures.field(field));
            }
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (!constructor.isSynthetic() && isShown(type, constructor.getModifiers())) {
                members.add(signatures.constructor(constructor));
            }
        }
        addMethods(type, type, signatures, members);
        return members;
    }

    /** Also what a hidden supertype gives: users see it as the type's own. */
    private static void addMethods(Class<?> type, Class<?> from, Signatures signatures, Set<String> members) {
        for (Method method : from.getDeclaredMethods()) {
            if (!method.isSynthetic()
                    && !method.isBridge()
                    && isShown(type, method.getModifiers())
                    && !OF_EVERY_OBJECT.contains(method.getName())
                    && !isGivenByKind(type, method)) {
                members.add(signatures.method(method));
            }
        }
        Class<?> parent = from.getSuperclass();
        if (parent != null && !Modifier.isPublic(parent.getModifiers())) {
            addMethods(type, parent, signatures, members);
        }
        for (Class<?> contract : from.getInterfaces()) {
            if (!Modifier.isPublic(contract.getModifiers())) {
                addMethods(type, contract, signatures, members);
            }
        }
    }

    private static boolean isGivenByKind(Class<?> type, Method method) {
        return type.isEnum()
                && Modifier.isStatic(method.getModifiers())
                && (method.getName().equals("values") || method.getName().equals("valueOf"));
    }

    private static boolean isVisible(Class<?> type) {
        if (type.isAnonymousClass() || type.isLocalClass() || type.isSynthetic()) {
            return false;
        }
        Class<?> owner = type.getDeclaringClass();
        return owner == null
                ? Modifier.isPublic(type.getModifiers())
                : isVisible(owner) && isShown(owner, type.getModifiers());
    }

    /** Protected members of a class that nobody can extend are hidden. */
    private static boolean isShown(Class<?> owner, int modifiers) {
        return Modifier.isPublic(modifiers)
                || (Modifier.isProtected(modifiers) && !Modifier.isFinal(owner.getModifiers()));
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, ApiListing.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("not on the class path of architecture-tests: " + name, e);
        }
    }
}
