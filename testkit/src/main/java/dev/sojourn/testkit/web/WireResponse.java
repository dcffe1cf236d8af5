// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A response as it came over the wire.
 *
 * @param status the status code
 * @param fields the lines of its head but the first, in their order
 * @param body the body without its transfer coding
 */
record WireResponse(int status, List<String> fields, String body) {

    WireResponse {
        fields = List.copyOf(fields);
    }

    /** The values of this field, in their order. */
    List<String> all(String name) {
        String start = name.toLowerCase(Locale.ROOT) + ":";
        return fields.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .toList();
    }

    Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    /** The names in {@code Vary}. */
    List<String> vary() {
        return all("Vary").stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** The lines that set or remove the cookie of this name. */
    List<String> setCookies(String name) {
        return all("Set-Cookie").stream()
                .filter(line -> line.startsWith(name + "="))
                .toList();
    }

    /** The line that sets the cookie of the session, in one of the forms of its default name; there must be one. */
    String sessionCookie() {
        List<String> lines = sessionCookies();
        assertEquals(1, lines.size(), () -> "lines for the session's cookie in " + fields);
        return lines.get(0);
    }

    /** This response says nothing of a session's cookie. */
    WireResponse withoutSessionCookie() {
        assertEquals(List.of(), sessionCookies());
        return this;
    }

    /** The response has this status. */
    WireResponse expect(int wanted) {
        assertEquals(wanted, status, () -> "status of " + this);
        return this;
    }

    /** The response is a success with this body. */
    WireResponse expect(String wanted) {
        assertEquals("200 " + wanted, status + " " + body, () -> "status and body of " + this);
        return this;
    }

    /** The attributes of the session's cookie after name and value, as written. */
    List<String> sessionCookieAttributes() {
        return Arrays.stream(sessionCookie().split("; ", -1)).skip(1).toList();
    }

    void assertCookieHas(String... attributes) {
        for (String attribute : attributes) {
            assertTrue(
                    sessionCookieAttributes().contains(attribute),
                    () -> attribute + " in " + sessionCookieAttributes());
        }
    }

    /** None of these attributes stands in the session's cookie, whatever its value. */
    void assertCookieHasNo(String... names) {
        List<String> found = sessionCookieAttributes().stream()
                .filter(attribute ->
                        Stream.of(names).anyMatch(name -> attribute.equals(name) || attribute.startsWith(name + "=")))
                .toList();
        assertEquals(List.of(), found);
    }

    private List<String> sessionCookies() {
        return Stream.of("sid", "__Host-sid", "__Secure-sid")
                .flatMap(name -> setCookies(name).stream())
                .toList();
    }
}
