// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import dev.sojourn.web.SessionCookie;
import dev.sojourn.web.SessionCookie.Priority;
import dev.sojourn.web.SessionCookie.SameSite;
import dev.sojourn.web.SessionCookieBuilder;
import jakarta.servlet.ServletContext;
import jakarta.servlet.SessionCookieConfig;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The cookie that a servlet context asks for by its {@code SessionCookieConfig}.
 *
 * <p>What it does not say is as in {@link SessionCookie}, but for the path, which is the context's own. It can make the cookie
 * stricter ({@code Secure} always); it cannot allow plain connections or scripts, as "not secure" and "not HTTP only" are also
 * what it says when nobody was asked.
 */
final class ContextCookie {
    private static final System.Logger LOG = System.getLogger(ContextCookie.class.getName());

    /** What Jetty and Undertow answer when nobody named the cookie. */
    static final String STANDARD_NAME = "JSESSIONID";

    private ContextCookie() {}

    /** The cookie; cut into several if it must carry records. */
    static SessionCookie of(ServletContext servletContext, boolean carriesRecords) {
        @Nullable SessionCookieConfig config = servletContext.getSessionCookieConfig();
        String contextPath = servletContext.getContextPath();
        SessionCookieBuilder cookie = SessionCookie.builder();
        cookie.path(contextPath.isEmpty() ? "/" : contextPath);
        if (carriesRecords) {
            cookie.chunked();
        }
        if (config != null) { // Jetty without a session handler of its own has none
            take(config, cookie);
        }
        return cookie.build();
    }

    private static void take(SessionCookieConfig config, SessionCookieBuilder cookie) {
        said(config.getName(), name -> {
            if (!name.equals(STANDARD_NAME)) {
                cookie.name(name);
            }
        });
        said(config.getPath(), cookie::path);
        said(config.getDomain(), cookie::domain);
        if (config.getMaxAge() > 0) {
            cookie.persistent(Duration.ofSeconds(config.getMaxAge()));
        }
        if (config.isSecure()) {
            cookie.secureAlways();
        }
        Map<String, String> attributes = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        attributes.putAll(config.getAttributes());
        said(attributes.get("SameSite"), value -> sameSite(value, cookie));
        said(attributes.get("Partitioned"), value -> partitioned(value, cookie));
        said(attributes.get("Priority"), value -> priority(value, cookie));
    }

    private static void said(@Nullable String value, Consumer<String> use) {
        if (value != null && !value.isBlank()) {
            use.accept(value);
        }
    }

    private static void sameSite(String value, SessionCookieBuilder cookie) {
        for (SameSite known : SameSite.values()) {
            if (known.name().equalsIgnoreCase(value)) {
                cookie.sameSite(known);
                return;
            }
        }
        unknown("SameSite", List.of("Strict", "Lax", "None"));
    }

    private static void partitioned(String value, SessionCookieBuilder cookie) {
        if (!value.equalsIgnoreCase("false")) {
            cookie.partitioned();
        }
    }

    private static void priority(String value, SessionCookieBuilder cookie) {
        try {
            cookie.priority(Priority.valueOf(value.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException other) {
            unknown("Priority", List.of("Low", "Medium", "High"));
        }
    }

    private static void unknown(String attribute, List<String> known) {
        LOG.log(
                System.Logger.Level.WARNING,
                "the session cookie's {0} is none of {1}: it stays as it is by default",
                attribute,
                known);
    }
}
