// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Writes the {@code Set-Cookie} line of a session cookie.
 *
 * <p>Ours and not the container's: older cookie classes know neither {@code SameSite} nor {@code Partitioned}, and a removal
 * has to repeat every attribute or the browser keeps the cookie. Source: RFC 6265bis §4.1.
 */
final class SetCookieLine {
    private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    private final SessionCookie cookie;
    private final boolean secureConnection;
    private final String name;

    SetCookieLine(SessionCookie cookie, boolean secureConnection) {
        this(cookie, secureConnection, cookie.name(secureConnection));
    }

    /** For a cookie of this name that is like the session cookie otherwise. */
    SetCookieLine(SessionCookie cookie, boolean secureConnection, String name) {
        this.cookie = cookie;
        this.secureConnection = secureConnection;
        this.name = name;
    }

    /**
     * The line that makes the browser keep this value.
     *
     * @param maxAge how long; empty: until it closes
     * @throws IllegalStateException if the value cannot stand in a cookie or is too long for one
     */
    String keep(String value, Optional<Duration> maxAge, Instant now) {
        if (!HttpText.isCookieValue(value)) {
            throw new IllegalStateException("the token has characters that cannot stand in a cookie; it was not sent");
        }
        if (name.length() + value.length() > SessionCookie.MOST_NAME_AND_VALUE) {
            throw new IllegalStateException("name and value of the session cookie have "
                    + (name.length() + value.length()) + " characters, and browsers ignore cookies of more than "
                    + SessionCookie.MOST_NAME_AND_VALUE + ": keep less in a session that travels in its cookie");
        }
        return line(value, maxAge.map(age -> lifetime(age, now)).orElse(""));
    }

    /** The line that makes the browser forget the cookie. */
    String remove() {
        return line("", lifetime(Duration.ZERO, Instant.EPOCH));
    }

    private String line(String value, String lifetime) {
        StringBuilder line = new StringBuilder(160);
        line.append(name).append('=').append(value);
        line.append("; Path=").append(cookie.path());
        cookie.domain().ifPresent(domain -> line.append("; Domain=").append(domain));
        line.append(lifetime);
        if (isSecure()) {
            line.append("; Secure");
        }
        if (cookie.httpOnly()) {
            line.append("; HttpOnly");
        }
        line.append("; SameSite=").append(sameSite().text());
        if (cookie.partitioned() && isSecure()) {
            line.append("; Partitioned");
        }
        cookie.priority().ifPresent(priority -> line.append("; Priority=").append(priority.text()));
        return line.toString();
    }

    private boolean isSecure() {
        return secureConnection && cookie.secure() != SessionCookie.SecureMode.OFF;
    }

    private SessionCookie.SameSite sameSite() {
        boolean refused = cookie.sameSite() == SessionCookie.SameSite.NONE && !isSecure();
        return refused ? SessionCookie.SameSite.LAX : cookie.sameSite();
    }

    /** Both forms: Max-Age wins, and a client that knows only Expires is still told. */
    private static String lifetime(Duration age, Instant now) {
        Duration kept = age.compareTo(SessionCookie.LONGEST_MAX_AGE) > 0 ? SessionCookie.LONGEST_MAX_AGE : age;
        long seconds = Math.max(0, roundedUp(kept));
        return "; Max-Age=" + seconds + "; Expires=" + httpDate(now.plusSeconds(seconds));
    }

    /** Up, so that the browser never drops the cookie before the session ends. */
    private static long roundedUp(Duration age) {
        long whole = age.toSeconds();
        return Duration.ofSeconds(whole).equals(age) ? whole : whole + 1;
    }

    /** The moment as IMF-fixdate of RFC 9110 §5.6.7, whatever locale, calendar and time zone this machine likes. */
    static String httpDate(Instant moment) {
        ZonedDateTime utc = moment.atZone(ZoneOffset.UTC);
        return String.format(
                Locale.ROOT,
                "%s, %02d %s %04d %02d:%02d:%02d GMT",
                DAYS.get(utc.getDayOfWeek().getValue() - 1),
                utc.getDayOfMonth(),
                MONTHS.get(utc.getMonthValue() - 1),
                utc.getYear(),
                utc.getHour(),
                utc.getMinute(),
                utc.getSecond());
    }
}
