// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec;

/**
 * Finds enum classes and constants that stored bytes name.
 *
 * <p>A name from a store must not run code of the writer's choice. A class is loaded without being initialised, and only one
 * that has proved to be an enum is used further, so the worst that a forged name can do is to initialise an enum of the
 * application: no value of the writer reaches its code. That is why enums need no allow-list.
 */
final class EnumTypes {
    /** Longer names than any compiler makes. */
    private static final int LONGEST_NAME = 1_000;

    private EnumTypes() {}

    /** The enum class of this binary name, seen from the thread's context class loader or else from our own. */
    static Class<?> named(String name, ByteSource source) {
        if (!isBinaryName(name)) {
            throw source.unreadable("a malformed class name");
        }
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        Class<?> type;
        try {
            type = load(name, context != null ? context : EnumTypes.class.getClassLoader());
        } catch (ClassNotFoundException notThere) {
            try {
                type = load(name, EnumTypes.class.getClassLoader());
            } catch (ClassNotFoundException notThereEither) {
                throw source.unreadable("an enum class that is not there: " + name, notThereEither);
            }
        }
        if (!type.isEnum()) {
            throw source.unreadable("a class that is no enum: " + name);
        }
        return type;
    }

    /** The constant of this name; initialises the class. */
    static Enum<?> constant(Class<?> type, String name, ByteSource source) {
        Object[] constants = type.getEnumConstants();
        if (constants != null) {
            for (Object candidate : constants) {
                if (candidate instanceof Enum<?> constant && constant.name().equals(name)) {
                    return constant;
                }
            }
        }
        throw source.unreadable("a constant that is not there, of " + type.getName());
    }

    private static Class<?> load(String name, ClassLoader loader) throws ClassNotFoundException {
        return Class.forName(name, false, loader);
    }

    /** No array, no path, nothing that a class loader could take for an address. */
    private static boolean isBinaryName(String name) {
        boolean afterDot = true;
        for (int index = 0; index < name.length(); index++) {
            char next = name.charAt(index);
            boolean dot = next == '.';
            if (dot ? afterDot : !Character.isJavaIdentifierPart(next)) {
                return false;
            }
            afterDot = dot;
        }
        return !afterDot && name.length() <= LONGEST_NAME;
    }
}
