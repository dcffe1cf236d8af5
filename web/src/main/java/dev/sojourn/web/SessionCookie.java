// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import java.time.Duration;
import java.util.Optional;

/**
 * What the session's cookie looks like, except for its value. Immutable and thread-safe.
 *
 * <p>The default is {@code __Host-sid} with {@code Secure}, {@code HttpOnly}, {@code SameSite=Lax} and {@code Path=/}, kept
 * until the browser closes. The name is generic, as it is nobody's business what software runs here. Browsers keep cookies
 * apart by host, never by port or scheme: two applications on one host need two names, for example {@code __Host-shop} and
 * {@code __Host-admin}.
 *
 * <p>These settings are the application's, not the session's: a new deployment changes them for live sessions too. Source:
 * RFC 6265bis §4.1 and §5; OWASP ASVS 5.0 3.3.1 to 3.3.4; OWASP Session Management Cheat Sheet, "Cookies".
 */
public final class SessionCookie {
    /** How long browsers keep a cookie at most: 400 days. Source: RFC 6265bis §5.5. */
    public static final Duration LONGEST_MAX_AGE = Duration.ofDays(400);

    /** The largest name and value together that browsers keep, in characters. Source: RFC 6265bis §5.6. */
    static final int MOST_NAME_AND_VALUE = 4096;

    private final String name;
    private final SecureMode secure;
    private final boolean httpOnly;
    private final SameSite sameSite;
    private final String path;
    private final Optional<String> domain;
    private final boolean partitioned;
    private final Optional<Priority> priority;
    private final Persistence persistence;
    private final Optional<Duration> maxAge;
    private final boolean rolling;
    private final Optional<Integer> chunked;

    SessionCookie(SessionCookieBuilder builder, String name) {
        this.name = name;
        this.secure = builder.secure;
        this.httpOnly = builder.httpOnly;
        this.sameSite = builder.sameSite;
        this.path = builder.path;
        this.domain = builder.domain;
        this.partitioned = builder.partitioned;
        this.priority = builder.priority;
        this.persistence = builder.persistence;
        this.maxAge = builder.maxAge;
        this.rolling = builder.rolling;
        this.chunked = builder.chunked;
    }

    /** The cookie with all defaults. */
    public static SessionCookie defaults() {
        return builder().build();
    }

    /** Starts from {@link #defaults()}. */
    public static SessionCookieBuilder builder() {
        return new SessionCookieBuilder();
    }

    /** The name on a secure connection. */
    public String name() {
        return name;
    }

    /**
     * The name on this kind of connection: on a plain one a prefix such as {@code __Host-} is left out, since browsers
     * refuse it there.
     */
    String name(boolean secureConnection) {
        return secureConnection ? name : NamePrefix.strip(name);
    }

    /** When the cookie is marked {@code Secure}. */
    public SecureMode secure() {
        return secure;
    }

    /** Whether scripts in the page cannot read it. */
    public boolean httpOnly() {
        return httpOnly;
    }

    /** With which requests from other sites the browser sends it. */
    public SameSite sameSite() {
        return sameSite;
    }

    /** The path below which the browser sends it. */
    public String path() {
        return path;
    }

    /** The domain whose hosts all get it; empty: only the host that set it. */
    public Optional<String> domain() {
        return domain;
    }

    /** Whether there is one per embedding site. */
    public boolean partitioned() {
        return partitioned;
    }

    /** Which cookies the browser drops first when it has too many; empty: not said. */
    public Optional<Priority> priority() {
        return priority;
    }

    /** How long the browser keeps it. */
    public Persistence persistence() {
        return persistence;
    }

    /** How long a {@link Persistence#FIXED} cookie is kept; empty for the others. */
    public Optional<Duration> maxAge() {
        return maxAge;
    }

    /** Whether it is sent again with each response that used the session. */
    public boolean rolling() {
        return rolling || persistence == Persistence.SESSION_END;
    }

    /** How many characters a token may have that goes in several cookies; empty: it goes in one. */
    public Optional<Integer> chunked() {
        return chunked;
    }

    /** How a long token is cut on this kind of connection. */
    Optional<CookieChunks> chunks(boolean secureConnection) {
        return chunked.map(most -> new CookieChunks(name(secureConnection), most));
    }

    /** All settings; there is no secret among them. */
    @Override
    public String toString() {
        return "SessionCookie[" + name
                + ", secure " + secure
                + ", httpOnly " + httpOnly
                + ", sameSite " + sameSite
                + ", path " + path
                + ", domain " + domain.orElse("none")
                + ", partitioned " + partitioned
                + ", priority " + priority.map(Priority::name).orElse("none")
                + ", persistence " + persistence
                + maxAge.map(age -> " " + age).orElse("")
                + ", rolling " + rolling()
                + chunked.map(most -> ", chunked up to " + most).orElse("")
                + "]";
    }

    /** When the cookie is marked {@code Secure}. */
    public enum SecureMode {
        /** Always; on a plain connection there is no session. */
        ON,
        /**
         * On every secure connection. A plain one gets a cookie only in development: browser and server are on the same
         * machine, the address in the browser says so, and there is no proxy.
         */
        AUTO,
        /** Never: whoever can listen to the network can become the visitor. */
        OFF
    }

    /** With which requests from other sites the browser sends the cookie. */
    public enum SameSite {
        /** With none: a visitor who follows a link from another site arrives without a session. */
        STRICT("Strict"),
        /** Only when the visitor navigates here by a safe method; the default. */
        LAX("Lax"),
        /**
         * With all of them, for pages that other sites embed. On a plain connection in development it is {@link #LAX}, as
         * browsers refuse {@code None} without {@code Secure}.
         */
        NONE("None");

        private final String text;

        SameSite(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /** Which cookies the browser drops first when it has too many: an attribute that only Chromium knows. */
    public enum Priority {
        /** First. */
        LOW("Low"),
        /** Next. */
        MEDIUM("Medium"),
        /** Last. */
        HIGH("High");

        private final String text;

        Priority(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /** How long the browser keeps the cookie. */
    public enum Persistence {
        /** Until it closes (or longer, if it restores its tabs): the default. */
        BROWSER_SESSION,
        /** For a fixed time from when it was last sent. */
        FIXED,
        /** Until the session ends if it is not used again; sent again with each response that used the session. */
        SESSION_END
    }
}
