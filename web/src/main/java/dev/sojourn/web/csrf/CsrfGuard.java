// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web.csrf;

import dev.sojourn.web.GuardRefusal;
import dev.sojourn.web.GuardedRequest;
import dev.sojourn.web.Origin;
import dev.sojourn.web.WebExchange;
import dev.sojourn.web.WebGuard;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Refuses requests that another site made a visitor's browser send (cross-site request forgery). Thread-safe.
 *
 * <p>Pages need no token for it: browsers say who made a request, in headers that no script can set. The rules, in this order:
 *
 * <ol>
 *   <li>{@code GET}, {@code HEAD} and {@code OPTIONS} pass, since they must change nothing; so the application has to keep to
 *       that. Opening a WebSocket does not pass as {@code GET}. {@code TRACE} is refused; all other methods are judged.
 *   <li>Exempted paths pass.
 *   <li>{@code Sec-Fetch-Site} is {@code same-origin} or {@code none} (typed or bookmarked): passes. Anything else, also
 *       {@code same-site}: only if {@code Origin} is a trusted one.
 *   <li>Without it (browsers from before March 2023, plain HTTP): {@code Origin} must be this server's or a trusted one, in
 *       scheme, host and port; {@code null} is neither. Without that, the same of {@code Referer}.
 *   <li>With none of them: passes if no session cookie came, so programs are not held up; otherwise it is refused.
 * </ol>
 *
 * <p>Refusals are 403, reach {@link dev.sojourn.web.GuardListener}s and are counted here. No round trip, unless tokens are
 * asked for on top.
 *
 * <p><b>Not guarded:</b> requests that change something with {@code GET}; scripts that run in the site itself (XSS);
 * requests of programs that carry other credentials a browser sends by itself (HTTP Basic, client certificates) in browsers
 * that send none of these headers.
 *
 * <p>Source: Fetch Metadata Request Headers (W3C); OWASP CSRF Prevention Cheat Sheet, "Fetch Metadata"; OWASP ASVS 5.0
 * 3.5.1, 3.5.3 and 4.4.2.
 */
public final class CsrfGuard implements WebGuard {
    private final OriginCheck origins;
    private final Set<String> exempt;
    private final Optional<CsrfTokens> tokens;
    private final boolean enforced;
    private final Map<RefusalReason, Long> counters = new ConcurrentHashMap<>();

    private CsrfGuard(Builder builder, Set<Origin> trusted) {
        this.origins = new OriginCheck(trusted, builder.legacyClients);
        this.exempt = Set.copyOf(builder.exempt);
        this.tokens = builder.tokens;
        this.enforced = builder.enforced;
    }

    /** A guard by the rules above, without exceptions. */
    public static CsrfGuard defaults() {
        return builder().build();
    }

    /** Starts with the rules above, without exceptions. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public Optional<GuardRefusal> check(GuardedRequest request) {
        tokens.ifPresent(mode -> mode.offer(request));
        Optional<RefusalReason> reason = reasonAgainst(request);
        reason.ifPresent(found -> counters.merge(found, 1L, Long::sum));
        return reason.map(found -> found.refusal(enforced));
    }

    /** How many requests were refused, or would have been, for each reason since this guard was made. */
    public Map<RefusalReason, Long> refusals() {
        Map<RefusalReason, Long> counts = new EnumMap<>(RefusalReason.class);
        for (RefusalReason reason : RefusalReason.values()) {
            counts.put(reason, counters.getOrDefault(reason, 0L));
        }
        return counts;
    }

    private Optional<RefusalReason> reasonAgainst(GuardedRequest request) {
        WebExchange exchange = request.exchange();
        if (exchange.method().equals("TRACE")) {
            return Optional.of(RefusalReason.TRACE);
        }
        if (OriginCheck.isSafe(exchange) || exempt.contains(exchange.path())) {
            return Optional.empty();
        }
        request.variesOn("Sec-Fetch-Site", "Origin");
        return origins.check(request).or(() -> tokens.flatMap(mode -> mode.check(request)));
    }

    /** Collects what {@link CsrfGuard} needs; not thread-safe. */
    public static final class Builder {
        private static final Pattern PLAIN_PATH = Pattern.compile("(/[A-Za-z0-9._~!$&'()*+,=:@-]*)+");

        private final List<String> trusted = new ArrayList<>();
        private final Set<String> exempt = new LinkedHashSet<>();
        private Optional<CsrfTokens> tokens = Optional.empty();
        private boolean legacyClients;
        private boolean enforced = true;

        private Builder() {}

        /**
         * Lets pages of these origins send requests here with the visitor's session, in addition to those named before:
         * {@code https://app.example.com}. Each of their pages can then do all that the visitor may.
         *
         * <p>The site's own public origin belongs here if this server cannot know it: a proxy changes {@code Host} and is not
         * trusted, or the port that visitors see is another one.
         */
        public Builder trustedOrigins(String... origins) {
            trusted.addAll(List.of(origins));
            return this;
        }

        /**
         * Judges no requests to these paths, in addition to those named before: for callbacks that others are meant to send,
         * such as an identity provider's form post. They need a proof of their own ({@code state}, a signature).
         *
         * <p>Each is one path, written as clients send it, with the prefix where the application is mounted. Only a request for
         * exactly this text is exempt: one with dots, parameters or percent signs that leads to the same place is not.
         */
        public Builder exemptPaths(String... paths) {
            exempt.addAll(List.of(paths));
            return this;
        }

        /**
         * Passes requests with a session cookie of which nothing says who made them; by default they are refused.
         *
         * <p>For programs that keep cookies and send none of the headers. A browser from before 2020, or one behind a proxy
         * that strips them, is then open to forged requests: better let the program send {@code Origin}.
         */
        public Builder allowLegacyClients() {
            this.legacyClients = true;
            return this;
        }

        /** Reports and counts what would be refused, and refuses nothing: to try it out; by default it refuses. */
        public Builder logOnly() {
            this.enforced = false;
            return this;
        }

        /** Asks for a token of the session in addition; by default none is needed. */
        public Builder tokens(CsrfTokens mode) {
            this.tokens = Optional.of(mode);
            return this;
        }

        /**
         * The guard.
         *
         * @throws IllegalArgumentException that names each trusted origin which is none, and each path which is not plain
         */
        public CsrfGuard build() {
            List<String> problems = new ArrayList<>();
            Set<Origin> parsed = new LinkedHashSet<>();
            for (String text : trusted) {
                Origin.parse(text)
                        .ifPresentOrElse(
                                parsed::add,
                                () -> problems.add("a trusted origin must be scheme, host and port in ASCII, such as"
                                        + " https://app.example.com, and nothing else; was " + text));
            }
            exempt.stream()
                    .filter(path -> !isPlain(path))
                    .forEach(path -> problems.add("an exempt path must be one plain path such as /callback, without"
                            + " dots for directories, parameters, percent signs or double slashes; was " + path));
            if (!problems.isEmpty()) {
                throw new IllegalArgumentException(String.join("; ", problems));
            }
            return new CsrfGuard(this, parsed);
        }

        private static boolean isPlain(String path) {
            return PLAIN_PATH.matcher(path).matches()
                    && !path.contains("//")
                    && !path.contains("*")
                    && !(path + "/").contains("/./")
                    && !(path + "/").contains("/../");
        }
    }
}
