// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import jakarta.servlet.ServletContext;
import jakarta.servlet.SessionCookieConfig;
import jakarta.servlet.SessionTrackingMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a servlet context says of session ids in URLs. */
final class UrlTracking {
    private static final System.Logger LOG = System.getLogger(UrlTracking.class.getName());
    private static final String STANDARD = "jsessionid";

    private UrlTracking() {}

    /**
     * The name of the path parameter; empty if the context excludes ids in URLs.
     *
     * <p>{@code jsessionid} is the name that the specification gives (Servlet 6.1, 7.1.3), and that tools which clean logs and
     * links know.
     */
    static Optional<String> parameter(ServletContext servletContext) {
        if (!isAllowed(servletContext)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "insecureIdsInUrls() has no effect: the context's session tracking modes do not hold URL");
            return Optional.empty();
        }
        @Nullable SessionCookieConfig config = servletContext.getSessionCookieConfig();
        return Optional.ofNullable(config)
                .map(SessionCookieConfig::getName)
                .filter(name -> !name.isBlank() && !name.equals(ContextCookie.STANDARD_NAME))
                .or(() -> Optional.of(STANDARD));
    }

    private static boolean isAllowed(ServletContext servletContext) {
        try {
            return servletContext.getEffectiveSessionTrackingModes().contains(SessionTrackingMode.URL);
        } catch (RuntimeException withoutSessions) {
            return false; // a container whose own sessions are switched off
        }
    }
}
