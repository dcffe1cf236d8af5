// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec;

import java.io.ObjectInputFilter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Judges each class, array and count that a stream of objects is about to act on; remembers why it refused. Made for one
 * stream, one thread at a time.
 *
 * <p>Never undecided: what is not allowed is rejected, whatever another filter thinks of it.
 */
final class SerialFilter implements ObjectInputFilter {
    /** Room for the smallest table of a collection, and for the tables that are larger than what they hold. */
    private static final int SPARE_ELEMENTS = 64;

    private static final int ELEMENTS_PER_BYTE = 4;

    private final AllowedClasses allowed;
    private final SerialLimits limits;
    private final long backedElements;
    private @Nullable String refusal;

    SerialFilter(AllowedClasses allowed, SerialLimits limits, int bytes) {
        this.allowed = allowed;
        this.limits = limits;
        this.backedElements = SPARE_ELEMENTS + (long) ELEMENTS_PER_BYTE * bytes;
    }

    /** Why this filter rejected, if it did. */
    Optional<String> refusal() {
        return Optional.ofNullable(refusal);
    }

    @Override
    public Status checkInput(FilterInfo info) {
        Class<?> type = info.serialClass();
        if (type != null && !allowed.includes(type)) {
            return reject(type.getName() + " is not on the allow-list");
        }
        if (info.depth() > limits.depth()) {
            return reject("objects nested deeper than depth = " + limits.depth());
        }
        if (info.references() > limits.references()) {
            return reject("more objects than references = " + limits.references());
        }
        if (info.arrayLength() > limits.arrayLength()) {
            return reject("an array longer than arrayLength = " + limits.arrayLength());
        }
        if (info.arrayLength() > backedElements) {
            return reject("an array longer than the bytes can back");
        }
        return Status.ALLOWED;
    }

    private Status reject(String reason) {
        refusal = reason;
        return Status.REJECTED;
    }
}
