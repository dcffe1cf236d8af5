// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec.jackson;

import java.lang.reflect.RecordComponent;
import java.util.HashSet;
import java.util.Set;

/**
 * Finds the records that cannot change, however deep one looks: those need not be written again to see whether they did.
 *
 * <p>A record with a list in it can, so it is none of them.
 */
final class ImmutableRecords {
    private final Set<Class<?>> seen = new HashSet<>();

    private ImmutableRecords() {}

    static boolean includes(Class<?> type) {
        return new ImmutableRecords().isImmutable(type);
    }

    private boolean isImmutable(Class<?> type) {
        if (PlainTypes.isImmutable(type) || !seen.add(type)) {
            return true;
        }
        if (SealedTypes.isSealed(type)) {
            return SealedTypes.leavesOf(type).stream().allMatch(this::isImmutable);
        }
        if (!type.isRecord()) {
            return false;
        }
        for (RecordComponent component : type.getRecordComponents()) {
            if (!isImmutable(component.getType())) {
                return false;
            }
        }
        return true;
    }
}
