// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A script on one key, known to the server by its SHA-1 once it has run there. */
final class Script {
    private final String name;
    private final byte[] source;
    private final byte[] sha;

    Script(String name, String source) {
        this.name = name;
        this.source = source.getBytes(StandardCharsets.UTF_8);
        this.sha = HexFormat.of().formatHex(sha1().digest(this.source)).getBytes(StandardCharsets.US_ASCII);
    }

    byte[] source() {
        return source;
    }

    byte[] sha() {
        return sha;
    }

    @Override
    public String toString() {
        return name;
    }

    /** Names a script, guards nothing: the server chose the function. */
    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java runtime lacks SHA-1, which every one must have", impossible);
        }
    }
}
