// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/**
 * How a principal is indexed: SHA-256 of its UTF-8.
 *
 * <p>Bytes, so that no collation folds case or trims; of one length, so that the index takes principals of any length.
 */
final class PrincipalHash {

    private PrincipalHash() {}

    /** Empty for what is not valid Unicode and so is no principal of a stored session. */
    static Optional<byte[]> of(String principal) {
        try {
            ByteBuffer text = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(principal));
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(text);
            return Optional.of(digest.digest());
        } catch (CharacterCodingException notUnicode) {
            return Optional.empty();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java runtime lacks SHA-256, which every one must have", impossible);
        }
    }
}
