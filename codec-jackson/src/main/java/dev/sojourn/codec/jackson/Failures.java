// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec.jackson;

import dev.sojourn.codec.AttributeLimitException;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JacksonException.Reference;
import tools.jackson.core.exc.StreamConstraintsException;

/**
 * Says where and how Jackson failed, without what was read: its own messages quote values, and so may those of the application's
 * constructors. So the failure itself is not passed on as a cause either. Immutable.
 */
final class Failures {
    private final Set<String> properties;

    /** Knows the names of properties, which may be shown; the keys of maps, which look the same, may not. */
    Failures(Set<String> properties) {
        this.properties = Set.copyOf(properties);
    }

    /** Kind and place, as {@code InvalidFormatException at items[2].price}. */
    String describe(Throwable failure) {
        StringBuilder text = new StringBuilder();
        if (failure instanceof StreamConstraintsException limit) {
            text.append(limit.getOriginalMessage()); // numbers only
        } else {
            text.append(root(failure).getClass().getName());
        }
        if (failure instanceof JacksonException located) {
            String path = path(located);
            if (!path.isEmpty()) {
                text.append(" at ").append(path);
            }
        }
        return text.toString();
    }

    /** What this package itself threw, below what Jackson made of it. */
    static Optional<IllegalArgumentException> ownRefusal(Throwable failure) {
        for (Throwable next = failure; next != null; next = next.getCause()) {
            if (next instanceof AttributeLimitException || next instanceof UndeclaredClassException) {
                return Optional.of((IllegalArgumentException) next);
            }
        }
        return Optional.empty();
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }

    private String path(JacksonException failure) {
        StringBuilder path = new StringBuilder();
        for (Reference step : failure.getPath()) {
            String name = step.getPropertyName();
            if (name == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(properties.contains(name) ? name : "(key)");
            }
        }
        return path.toString();
    }
}
