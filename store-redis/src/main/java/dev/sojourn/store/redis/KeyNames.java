// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.store.SessionKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What our keys are called in Redis. Immutable.
 *
 * <p>{@code s:} a session, {@code p:} the sessions of a principal, {@code d:} when sessions are due, {@code l:} the lease
 * of a session; each after the prefix of the store. No braces of our own: in a cluster every session may be on any server.
 */
final class KeyNames {
    private static final String SESSION = "s:";
    private static final String PRINCIPAL = "p:";
    private static final String DUE = "d:";
    private static final String LEASE = "l:";
    private static final String OFFERS = "offers";
    private static final Pattern OF_INDEX = Pattern.compile("p:[A-Za-z0-9_-]{43}|d:[0-9]{1,2}|l:[A-Za-z0-9_-]{22}");
    private static final String SPECIAL_IN_GLOB = "*?[]\\^-";

    private final String prefix;
    private final byte[] sessions;

    KeyNames(String prefix) {
        this.prefix = prefix;
        this.sessions = Command.bytes(prefix + SESSION);
    }

    byte[] session(SessionKey key) {
        return Command.bytes(prefix + SESSION + key.text());
    }

    /** By the hash that the record's encoding gives: names of keys show up in logs and monitors, and names of users must not. */
    byte[] principal(byte[] hash) {
        return Command.bytes(
                prefix + PRINCIPAL + Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
    }

    byte[] due(int shard) {
        return Command.bytes(prefix + DUE + shard);
    }

    byte[] lease(SessionKey key) {
        return Command.bytes(prefix + LEASE + key.text());
    }

    /** The session whose lease has this name, if it is one of ours. */
    Optional<SessionKey> leased(String name) {
        String begin = prefix + LEASE;
        return name.startsWith(begin) ? SessionKey.parse(name.substring(begin.length())) : Optional.empty();
    }

    /** The channel on which who is offered a lease is told; a name no key has. */
    byte[] offers() {
        return Command.bytes(prefix + OFFERS);
    }

    /** The session that has this name, if it is one of ours. */
    Optional<SessionKey> sessionOf(byte[] name) {
        return name.length > sessions.length && Arrays.equals(name, 0, sessions.length, sessions, 0, sessions.length)
                ? SessionKey.parse(
                        new String(name, sessions.length, name.length - sessions.length, StandardCharsets.US_ASCII))
                : Optional.empty();
    }

    /** Whether this is a key of this store, and not of another one whose prefix begins like ours. */
    boolean isOurs(byte[] name) {
        String text = new String(name, StandardCharsets.UTF_8);
        return sessionOf(name).isPresent()
                || (text.startsWith(prefix)
                        && OF_INDEX.matcher(text.substring(prefix.length())).matches());
    }

    /** What the names of all sessions begin with. */
    byte[] sessionPrefix() {
        return sessions.clone();
    }

    byte[] patternOfSessions() {
        return Command.bytes(escaped() + SESSION + "*");
    }

    byte[] patternOfAll() {
        return Command.bytes(escaped() + "[spdl]:*");
    }

    /** A prefix may hold what means something in a pattern. */
    private String escaped() {
        StringBuilder escaped = new StringBuilder();
        for (int index = 0; index < prefix.length(); index++) {
            char character = prefix.charAt(index);
            if (SPECIAL_IN_GLOB.indexOf(character) >= 0) {
                escaped.append('\\');
            }
            escaped.append(character);
        }
        return escaped.toString();
    }

    @Override
    public String toString() {
        return prefix;
    }
}
