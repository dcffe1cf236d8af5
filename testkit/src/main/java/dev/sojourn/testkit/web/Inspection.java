// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sojourn.testkit.TokenScanner;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Learns every token that a test's servers issue, and searches for them in all that the servers said, logged and threw.
 *
 * <p>A token has one place: the value of the session's cookie in a {@code Set-Cookie} line, or of the header that carries it.
 * Thread-safe. Source: OWASP ASVS 5.0 16.2.5, 14.2.1.
 */
final class Inspection {
    private static final int FIRST_ERROR = 400;
    private static final List<String> PREFIXES = List.of("__Host-Http-", "__Host-", "__Secure-", "__Http-");

    private final TokenScanner scanner = new TokenScanner();
    private final LogBook log = new LogBook();
    private final Set<String> cookies = ConcurrentHashMap.newKeySet();
    private final Set<String> headers = ConcurrentHashMap.newKeySet();
    private final AtomicInteger answers = new AtomicInteger();
    private volatile boolean echoes;

    /** The source of all keys and secrets, which is listened in on. */
    SecureRandom random() {
        return scanner.random();
    }

    /** Tokens may stand in the cookie of this name, also without the prefix that plain connections cannot have. */
    void carriedByCookie(String name) {
        cookies.add(name);
        PREFIXES.stream()
                .filter(name::startsWith)
                .findFirst()
                .ifPresent(prefix -> cookies.add(name.substring(prefix.length())));
    }

    /** Tokens may stand in this field of responses. */
    void carriedByHeader(String name) {
        headers.add(name.toLowerCase(Locale.ROOT));
    }

    /**
     * The server may repeat, in error pages and in its own log, what a client sent that was refused before anybody behind the
     * server saw it: those are not searched.
     */
    void serverMayRepeatRequests() {
        echoes = true;
    }

    /** An answer came: its head, or all of it. */
    void answered(String head, String body) {
        List<String> lines = List.of(head.split("\r\n", -1));
        boolean refused = Integer.parseInt(lines.get(0).split(" ", -1)[1]) >= FIRST_ERROR;
        if (refused && echoes) {
            return;
        }
        int answer = answers.incrementAndGet();
        for (String line : lines) {
            scanner.shown("the head of answer " + answer, withoutOwnToken(line));
        }
        scanner.shown("the body of answer " + answer, body);
    }

    /** The application got this from the library, or threw it itself. */
    void thrown(Throwable problem) {
        scanner.thrown(problem);
    }

    /** Where tokens have been found; to be asked once, at the end. */
    List<String> leaks() {
        log.close();
        log.lines(echoes).forEach(line -> scanner.shown("the log", line));
        try {
            return scanner.leaks();
        } catch (GeneralSecurityException noHmac) {
            throw new IllegalStateException(noHmac);
        }
    }

    void assertNoLeak() {
        assertEquals(List.of(), leaks(), "places where a token does not belong");
    }

    /** The line as it is searched: without the token that it is there to carry, which is issued by that. */
    private String withoutOwnToken(String line) {
        String[] field = line.split(":", 2);
        String name = field[0].toLowerCase(Locale.ROOT);
        if (field.length < 2 || !(name.equals("set-cookie") || headers.contains(name))) {
            return line;
        }
        String value = field[1].strip();
        if (headers.contains(name)) {
            return field[0] + ": " + issued(value);
        }
        String[] parts = value.split(";", 2);
        String[] pair = parts[0].split("=", 2);
        if (pair.length < 2 || !cookies.contains(pair[0])) {
            return line;
        }
        String attributes = String.join(";", Arrays.asList(parts).subList(1, parts.length));
        return field[0] + ": " + pair[0] + "=" + issued(pair[1]) + ";" + attributes;
    }

    private String issued(String token) {
        if (!token.isEmpty()) {
            scanner.issued(token);
        }
        return "";
    }
}
