// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec.jackson;

import java.lang.reflect.Modifier;
import java.util.LinkedHashSet;
import java.util.Set;

/** What a sealed class or interface stands for: the classes whose objects there can be. */
final class SealedTypes {
    private SealedTypes() {}

    /**
     * Whether its objects are of classes that it lists itself. An enum with bodies is sealed, too, but its names are its own. So
     * are some of the JDK's classes, more with each release (InetAddress since 19); they are not the application's, and what
     * they list says nothing about what stored data may make.
     */
    static boolean isSealed(Class<?> type) {
        return type.isSealed() && !type.isEnum() && !PlainTypes.isOfTheJdk(type);
    }

    /** The classes of which there can be objects, in the order of declaration; the class itself if it is not sealed. */
    static Set<Class<?>> leavesOf(Class<?> type) {
        Set<Class<?>> leaves = new LinkedHashSet<>();
        collect(type, leaves);
        return leaves;
    }

    /** Whether a class that is not listed could come in its place. */
    static boolean isOpen(Class<?> leaf) {
        return !leaf.isEnum() && !Modifier.isFinal(leaf.getModifiers()) && !leaf.isSealed();
    }

    private static void collect(Class<?> type, Set<Class<?>> leaves) {
        if (!isSealed(type)) {
            leaves.add(type);
            return;
        }
        if (!Modifier.isAbstract(type.getModifiers())) {
            leaves.add(type);
        }
        for (Class<?> permitted : type.getPermittedSubclasses()) {
            collect(permitted, leaves);
        }
    }
}
