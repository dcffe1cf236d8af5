// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web.headers;

import dev.sojourn.web.GuardRefusal;
import dev.sojourn.web.GuardedRequest;
import dev.sojourn.web.RequestMatcher;
import dev.sojourn.web.WebExchange;
import dev.sojourn.web.WebGuard;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives responses the headers that tell browsers how to protect a page. Refuses nothing. Immutable and thread-safe.
 *
 * <p>Off unless registered as a guard. The headers are set before the application runs, so that they are there however the
 * response ends: by an error, a redirect, or asynchronously. One that is set already stays, and one that the
 * application sets takes the place of ours; one that it adds stands beside it. {@code X-XSS-Protection} is not among them:
 * browsers have dropped it, and in old ones it could be used to break pages.
 *
 * <p>Source: OWASP ASVS 5.0 3.4; OWASP HTTP Headers Cheat Sheet; RFC 6797.
 */
public final class SecurityHeaders implements WebGuard {
    /** The name under which pages find the nonce of their response, if the policy has one. */
    public static final String NONCE_ATTRIBUTE = "cspNonce";

    private static final int NONCE_BYTES = 18;
    private static final String CSP = "Content-Security-Policy";
    private static final String CSP_REPORT_ONLY = "Content-Security-Policy-Report-Only";

    private final Map<String, String> always;
    private final Optional<String> hsts;
    private final Map<String, String> framing;
    private final Optional<ContentSecurityPolicy> policy;
    private final List<SecurityHeadersBuilder.Route> routes;

    SecurityHeaders(SecurityHeadersBuilder builder) {
        this.always = new LinkedHashMap<>(builder.headers());
        this.hsts = builder.hstsValue();
        this.framing = builder.framing();
        this.policy = builder.policy();
        this.routes = builder.routes();
    }

    /**
     * The headers that most sites can have: {@code nosniff}, no frames, HSTS for a year, {@code Referrer-Policy}, and the two
     * that keep other sites out of the page's process; see {@link SecurityHeadersBuilder} for each.
     */
    public static SecurityHeaders defaults() {
        return builder().build();
    }

    /** Starts with {@link #defaults()}. */
    public static SecurityHeadersBuilder builder() {
        return new SecurityHeadersBuilder();
    }

    /** Sets the headers; never refuses. */
    @Override
    public Optional<GuardRefusal> check(GuardedRequest request) {
        for (SecurityHeadersBuilder.Route route : routes) {
            RequestMatcher which = route.requests();
            if (which.matches(request.exchange())) {
                return route.headers().check(request);
            }
        }
        WebExchange exchange = request.exchange();
        always.forEach((name, value) -> setIfAbsent(exchange, name, value));
        if (hsts.isPresent() && request.isSecure()) {
            setIfAbsent(exchange, "Strict-Transport-Security", hsts.get());
        }
        setPolicy(request);
        return Optional.empty();
    }

    /** Who may frame the page is a directive of the policy that is enforced, whether or not there are others in it. */
    private void setPolicy(GuardedRequest request) {
        WebExchange exchange = request.exchange();
        boolean enforced = policy.isPresent() && !policy.get().isReportOnly();
        if (policy.isPresent()) {
            String text = policy.get().text(nonceOf(request), enforced ? framing : Map.of());
            setIfAbsent(exchange, enforced ? CSP : CSP_REPORT_ONLY, text);
        }
        if (!enforced) {
            framing.forEach((name, sources) -> setIfAbsent(exchange, CSP, name + " " + sources));
        }
    }

    private String nonceOf(GuardedRequest request) {
        if (policy.filter(ContentSecurityPolicy::usesNonce).isEmpty()) {
            return "";
        }
        String nonce = Base64.getEncoder().encodeToString(request.randomBytes(NONCE_BYTES));
        request.expose(NONCE_ATTRIBUTE, nonce);
        return nonce;
    }

    private static void setIfAbsent(WebExchange exchange, String name, String value) {
        if (exchange.responseHeaders(name).isEmpty()) {
            exchange.setResponseHeader(name, value);
        }
    }
}
