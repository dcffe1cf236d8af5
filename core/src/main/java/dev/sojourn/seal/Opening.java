// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.seal;

/** What came of opening something: its content, or one of two reasons for none. */
public sealed interface Opening {

    /** It is whole, was sealed by one of our keys, for this purpose and in this context. */
    final class Opened implements Opening {
        private final byte[] content;

        Opened(byte[] content) {
            this.content = content;
        }

        /** What was sealed. The caller's own: it is not kept here. */
        public byte[] content() {
            return content;
        }

        /** Says nothing of the content. */
        @Override
        public String toString() {
            return "Opened";
        }
    }

    /** Why there is no content. */
    enum NotOpened implements Opening {
        /**
         * Sealed by a key that is not on the ring, or for another purpose, application or tenant, as far as it says.
         *
         * <p>Where nobody but us could write it, this node lacks a key. Where others could, it is as good as {@link #REFUSED}.
         */
        UNKNOWN_KEY,

        /** Damaged, forged, cut off, moved to another context, or sealed by a revoked key. Which of these is not told. */
        REFUSED
    }
}
