// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec.jackson;

/** An object inside a value whose class no registered type declares, so that it would come back as another. */
final class UndeclaredClassException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    UndeclaredClassException(Class<?> type) {
        super("a value holds a " + type.getName()
                + ", which no registered type declares, so it would come back as something else: declare that class, or"
                + " make the declared one sealed");
    }
}
