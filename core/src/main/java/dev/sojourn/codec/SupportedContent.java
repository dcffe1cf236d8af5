// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the classes of a value and of all that it holds, so that a list of unknown things goes to a codec that knows them.
 *
 * <p>Says yes to what is too deep or too large, so that {@code encode} refuses it for that reason. One thread at a time.
 */
final class SupportedContent {
    private final int nesting;
    private int budget;

    SupportedContent(AttributeLimits limits) {
        this.nesting = limits.nesting();
        // Each element takes a byte at least: beyond this many the value is too large anyway.
        this.budget = limits.attributeBytes();
    }

    boolean includes(Object value) {
        return includes(value, 0);
    }

    private boolean includes(@Nullable Object value, int depth) {
        if (value == null || depth > nesting || --budget < 0) {
            return true;
        }
        if (ValueTypes.isPlain(value) || ValueTypes.of(value.getClass()) != null) {
            return true;
        }
        if (value instanceof Object[] array) {
            return ArrayElements.areSupported(array.getClass().getComponentType())
                    && includesAll(Arrays.asList(array), depth + 1);
        }
        if (ContainerTypes.tagOf(value) == ContainerTypes.UNKNOWN) {
            return false;
        }
        if (value instanceof Map<?, ?> map) {
            return areKeys(map.keySet()) && includesAll(map.values(), depth + 1);
        }
        return value instanceof EnumSet<?>
                || (value instanceof Set<?> set ? areKeys(set) : includesAll((Collection<?>) value, depth + 1));
    }

    private boolean includesAll(Collection<?> values, int depth) {
        for (Object value : values) {
            if (!includes(value, depth)) {
                return false;
            }
            if (budget < 0) {
                break;
            }
        }
        return true;
    }

    private static boolean areKeys(Set<?> keys) {
        for (Object key : keys) {
            if (key != null && !ValueTypes.isPlain(key)) {
                return false;
            }
        }
        return true;
    }
}
