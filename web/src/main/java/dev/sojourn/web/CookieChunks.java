// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A token that is too long for one cookie, in several: the first has the cookie's name and says how many there are, the others have a
 * number behind the name.
 *
 * <pre>
 *   sid=3.first-part; sid.1=second-part; sid.2=third-part
 * </pre>
 *
 * <p>A point is no character of a token, so that a whole token is never taken for a part. Whether the parts belong together says the
 * seal of what they make up, and nothing here. Which names there can be is fixed, whatever a request says: {@link #MOST}.
 */
final class CookieChunks {
    /** How many there can be: 5, for 16,384 characters beside names of up to 64. */
    static final int MOST = 5;

    /** The longest name of a cookie that may have parts. */
    static final int LONGEST_NAME = 64;

    private static final char MARK = '.';
    private static final int PREFIX = 2;

    private final String name;
    private final int mostCharacters;

    CookieChunks(String name, int mostCharacters) {
        this.name = name;
        this.mostCharacters = mostCharacters;
    }

    /** The name of the part with this number, from 1 on. */
    String name(int part) {
        return name + MARK + part;
    }

    /** The values of the cookies that together are this token, at most {@link #MOST}; the first is that of the cookie itself. */
    List<String> split(String token) {
        if (name.length() + token.length() <= SessionCookie.MOST_NAME_AND_VALUE) {
            return List.of(token);
        }
        if (token.length() > mostCharacters) {
            throw new IllegalStateException("the token has " + token.length()
                    + " characters, and the session cookie takes up to " + mostCharacters + " in all its parts:"
                    + " keep less in a session that travels in its cookie");
        }
        int each = SessionCookie.MOST_NAME_AND_VALUE - name.length() - PREFIX;
        List<String> parts = new ArrayList<>();
        for (int from = 0; from < token.length(); from += each) {
            parts.add(token.substring(from, Math.min(token.length(), from + each)));
        }
        parts.set(0, "" + parts.size() + MARK + parts.get(0));
        return parts;
    }

    /** The token that begins with this value of the cookie itself; empty if parts of it are missing, or there are two of one number. */
    Optional<String> joined(String first, List<String> cookieLines) {
        if (first.length() < PREFIX || first.charAt(1) != MARK) {
            return Optional.of(first);
        }
        int count = first.charAt(0) - '0';
        if (count < 2 || count > MOST) {
            return Optional.empty();
        }
        StringBuilder token = new StringBuilder(first.substring(PREFIX));
        for (int part = 1; part < count; part++) {
            List<String> found = CookieHeader.values(cookieLines, name(part), 2);
            if (found.size() != 1) {
                return Optional.empty();
            }
            token.append(found.get(0));
        }
        return token.length() <= mostCharacters ? Optional.of(token.toString()) : Optional.empty();
    }

    /** Whether the request presents a part with this number. */
    boolean isPresented(int part, List<String> cookieLines) {
        return !CookieHeader.values(cookieLines, name(part), 1).isEmpty();
    }
}
