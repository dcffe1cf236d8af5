// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import dev.sojourn.web.SessionCookie.Persistence;
import dev.sojourn.web.SessionCookie.Priority;
import dev.sojourn.web.SessionCookie.SameSite;
import dev.sojourn.web.SessionCookie.SecureMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects the settings of a {@link SessionCookie} and checks them together in {@link #build()}; not thread-safe. */
public final class SessionCookieBuilder {
    /** Three quarters of the 8 KiB that servers usually accept; the rest is for all other headers. */
    private static final int CHUNKED_CHARACTERS = 6_144;

    private static final String BASE_NAME = "sid";

    private static final int LONGEST_CHUNKED = 16_384;

    /** Room for the longest signed token, and some. */
    private static final int ROOM_FOR_VALUE = 256;

    /** Browsers ignore an attribute with a longer value, and the cookie gets a path that nobody meant. RFC 6265bis §5.6. */
    private static final int LONGEST_PATH = 1024;

    Optional<String> name = Optional.empty();
    SecureMode secure = SecureMode.AUTO;
    boolean httpOnly = true;
    SameSite sameSite = SameSite.LAX;
    String path = "/";
    Optional<String> domain = Optional.empty();
    boolean partitioned;
    Optional<Priority> priority = Optional.empty();
    Persistence persistence = Persistence.BROWSER_SESSION;
    Optional<Duration> maxAge = Optional.empty();
    boolean rolling;
    Optional<Integer> chunked = Optional.empty();

    SessionCookieBuilder() {}

    /**
     * The exact name, with its prefix if it is to have one.
     *
     * <p>Default: {@code __Host-sid}; {@code __Secure-sid} with a domain or another path than {@code /}, where browsers refuse
     * {@code __Host-}; {@code sid} if {@link #insecureAllowPlainHttp()}. The prefixes keep neighbours (other hosts of the
     * domain, plain connections) from planting a cookie of this name.
     */
    public SessionCookieBuilder name(String exactName) {
        this.name = Optional.of(exactName);
        return this;
    }

    /** {@code Secure} on secure connections, and plain connections only in development: {@link SecureMode#AUTO}, the default. */
    public SessionCookieBuilder secureAuto() {
        this.secure = SecureMode.AUTO;
        return this;
    }

    /** {@code Secure} always, no session on plain connections, not even in development: {@link SecureMode#ON}. */
    public SessionCookieBuilder secureAlways() {
        this.secure = SecureMode.ON;
        return this;
    }

    /** Sends the token over plain connections, where anybody on the way can read and use it: {@link SecureMode#OFF}. */
    public SessionCookieBuilder insecureAllowPlainHttp() {
        this.secure = SecureMode.OFF;
        return this;
    }

    /** Whether scripts in the page cannot read the cookie; default true. */
    public SessionCookieBuilder httpOnly(boolean on) {
        this.httpOnly = on;
        return this;
    }

    /** With which requests from other sites it is sent; default {@link SameSite#LAX}. The attribute is always written. */
    public SessionCookieBuilder sameSite(SameSite value) {
        this.sameSite = value;
        return this;
    }

    /**
     * The path below which there are sessions; begins with a slash, at most 1024 printable ASCII characters, no semicolon;
     * default {@code /}. Not a protection: pages outside the path can still reach those inside.
     */
    public SessionCookieBuilder path(String value) {
        this.path = value;
        return this;
    }

    /**
     * Shares the cookie with all hosts of this domain; by default only the host that set it gets it, which is safer.
     *
     * <p>ASCII without a leading dot (write international names in their {@code xn--} form), not an address, more than one
     * label. Whether it is a public suffix such as {@code co.uk} is not checked here; browsers refuse those.
     */
    public SessionCookieBuilder domain(String value) {
        this.domain = Optional.of(value);
        return this;
    }

    /** One cookie per embedding site, for content that other sites embed; needs {@code Secure}. Default: not. */
    public SessionCookieBuilder partitioned() {
        this.partitioned = true;
        return this;
    }

    /** Which cookies the browser drops first when it has too many; not written by default. */
    public SessionCookieBuilder priority(Priority value) {
        this.priority = Optional.of(value);
        return this;
    }

    /** The browser keeps the cookie until it closes; the default. */
    public SessionCookieBuilder browserSession() {
        this.persistence = Persistence.BROWSER_SESSION;
        this.maxAge = Optional.empty();
        return this;
    }

    /**
     * The browser keeps the cookie for this time after it was sent: at least 1 second; more than 400 days count as 400 days,
     * as in the browser. The session's own end is not changed by it.
     */
    public SessionCookieBuilder persistent(Duration age) {
        this.persistence = Persistence.FIXED;
        this.maxAge = Optional.of(age);
        return this;
    }

    /** The browser keeps the cookie as long as the session lives, and is told anew by each response that used the session. */
    public SessionCookieBuilder persistentUntilSessionEnds() {
        this.persistence = Persistence.SESSION_END;
        this.maxAge = Optional.empty();
        return this;
    }

    /** Sends the cookie again with each response that used the session; not by default: such responses are not cacheable. */
    public SessionCookieBuilder rolling() {
        this.rolling = true;
        return this;
    }

    /** Cuts a token that is too long for one cookie into up to two, 6,144 characters in all; see {@link #chunked(int)}. */
    public SessionCookieBuilder chunked() {
        return chunked(CHUNKED_CHARACTERS);
    }

    /**
     * Cuts a token that is too long for one cookie into up to five: for sessions that travel in their cookie. Not by default, where that
     * is an error.
     *
     * <p>More than 4,096 characters and at most 16,384, and a name of at most 64. Servers usually accept 8 KiB of request headers, all
     * cookies included: beyond 6,144 characters, raise that limit too, or visitors are locked out by their own cookie.
     */
    public SessionCookieBuilder chunked(int mostCharacters) {
        this.chunked = Optional.of(mostCharacters);
        return this;
    }

    /**
     * The cookie.
     *
     * @throws IllegalArgumentException that names every setting that browsers would refuse or that contradicts another
     */
    public SessionCookie build() {
        List<String> problems = new ArrayList<>();
        String finalName = name.orElseGet(this::defaultName);
        checkName(finalName, problems);
        checkPath(problems);
        domain.ifPresent(value -> CookieDomain.problem(value).ifPresent(problems::add));
        maxAge.filter(age -> age.compareTo(Duration.ofSeconds(1)) < 0)
                .ifPresent(age -> problems.add("the cookie's age must be at least PT1S, was " + age));
        chunked.ifPresent(most -> checkChunks(most, finalName, problems));
        if (secure == SecureMode.OFF && sameSite == SameSite.NONE) {
            problems.add("sameSite NONE needs Secure: browsers refuse it with insecureAllowPlainHttp()");
        }
        if (secure == SecureMode.OFF && partitioned) {
            problems.add("partitioned needs Secure: browsers refuse it with insecureAllowPlainHttp()");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("session cookie: " + String.join("; ", problems));
        }
        return new SessionCookie(this, finalName);
    }

    private String defaultName() {
        if (secure == SecureMode.OFF) {
            return BASE_NAME;
        }
        boolean host = domain.isEmpty() && path.equals("/");
        return (host ? NamePrefix.HOST : NamePrefix.SECURE).text() + BASE_NAME;
    }

    private void checkName(String finalName, List<String> problems) {
        if (!HttpText.isToken(NamePrefix.strip(finalName))) {
            problems.add("name must be letters, digits and !#$%&'*+-.^_`|~, also after its prefix");
        }
        if (finalName.length() > SessionCookie.MOST_NAME_AND_VALUE - ROOM_FOR_VALUE) {
            problems.add("name must leave " + ROOM_FOR_VALUE + " of " + SessionCookie.MOST_NAME_AND_VALUE
                    + " characters to the value, has " + finalName.length());
        }
        problems.addAll(NamePrefix.problems(finalName, this));
    }

    private static void checkChunks(int most, String finalName, List<String> problems) {
        if (most <= SessionCookie.MOST_NAME_AND_VALUE || most > LONGEST_CHUNKED) {
            problems.add("chunked must be more than " + SessionCookie.MOST_NAME_AND_VALUE + " and at most "
                    + LONGEST_CHUNKED + " characters, was " + most);
        }
        if (finalName.length() > CookieChunks.LONGEST_NAME) {
            problems.add("the name of a chunked cookie has at most " + CookieChunks.LONGEST_NAME + " characters, has "
                    + finalName.length());
        }
    }

    private void checkPath(List<String> problems) {
        if (!path.startsWith("/") || path.length() > LONGEST_PATH || !HttpText.isAttributeValue(path)) {
            problems.add("path must begin with / and have at most " + LONGEST_PATH
                    + " printable ASCII characters without a semicolon");
        }
    }
}
