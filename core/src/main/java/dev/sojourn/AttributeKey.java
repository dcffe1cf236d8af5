// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

/**
 * The name of an attribute together with its type, declared once and used everywhere. Immutable.
 *
 * <pre>{@code
 * static final AttributeKey<Cart> CART = AttributeKey.of("cart", Cart.class);
 * }</pre>
 *
 * @param name the attribute's name
 * @param type what its values are
 * @param <T> what its values are
 */
public record AttributeKey<T>(String name, Class<T> type) {

    /**
     * Checks the type.
     *
     * @throws IllegalArgumentException if it is primitive: no object is of such a type
     */
    public AttributeKey {
        if (type.isPrimitive()) {
            throw new IllegalArgumentException(
                    "attribute \"" + name + "\" cannot be of primitive type " + type + ": use its wrapper class");
        }
    }

    /** The key of this name and type. */
    public static <T> AttributeKey<T> of(String name, Class<T> type) {
        return new AttributeKey<>(name, type);
    }

    /** The value as this key's type; says which attribute it was if it is of another. */
    T cast(Object value) {
        if (!type.isInstance(value)) {
            throw new ClassCastException(
                    "attribute \"" + name + "\" is a " + value.getClass().getName() + ", not a " + type.getName());
        }
        return type.cast(value);
    }
}
