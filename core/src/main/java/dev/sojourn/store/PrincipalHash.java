// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/** By what a principal is looked up where records are not sealed: SHA-256 of its UTF-8. */
final class PrincipalHash {
    static final int BYTES = 32;

    private PrincipalHash() {}

    static byte[] of(byte[] principal) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(principal);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java runtime lacks SHA-256, which every one must have", impossible);
        }
    }

    /** Empty for what is not valid Unicode, and so is no principal of a stored session. */
    static Optional<byte[]> utf8(String principal) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(principal));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return Optional.of(bytes);
        } catch (CharacterCodingException notUnicode) {
            return Optional.empty();
        }
    }
}
