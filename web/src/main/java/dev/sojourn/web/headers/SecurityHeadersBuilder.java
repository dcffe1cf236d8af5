// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web.headers;

import dev.sojourn.web.RequestMatcher;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Collects what {@link SecurityHeaders} set; starts with the defaults. Not thread-safe. */
public final class SecurityHeadersBuilder {
    private static final Duration YEAR = Duration.ofDays(365);
    private static final Pattern VALUE = Pattern.compile("[ -~]+");

    private final List<Route> routes = new ArrayList<>();
    private boolean nosniff = true;
    private Frames frames = Frames.NONE;
    private Optional<Duration> hsts = Optional.of(YEAR);
    private boolean hstsSubdomains;
    private boolean hstsPreload;
    private Optional<ReferrerPolicy> referrer = Optional.of(ReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN);
    private Optional<OpenerPolicy> opener = Optional.of(OpenerPolicy.SAME_ORIGIN);
    private Optional<ResourcePolicy> resource = Optional.of(ResourcePolicy.SAME_ORIGIN);
    private Optional<ContentSecurityPolicy> policy = Optional.empty();
    private Optional<String> permissions = Optional.empty();

    SecurityHeadersBuilder() {}

    /** Who may show the page in a frame: {@code X-Frame-Options}, and {@code frame-ancestors} of the policy. */
    public enum Frames {
        /** Nobody. */
        NONE,
        /** Pages of the same origin. */
        SAME_ORIGIN,
        /** Not said here: everybody, unless the policy has a {@code frame-ancestors} of its own. */
        NOT_SAID
    }

    /** What the {@code Referer} of links to other pages says. */
    public enum ReferrerPolicy {
        /** Nothing; but then forms arrive with {@code Origin: null}, which the CSRF guard refuses in old browsers. */
        NO_REFERRER,
        /** The address, to the same origin only. */
        SAME_ORIGIN,
        /** The origin, from secure pages to secure pages only. */
        STRICT_ORIGIN,
        /** The address to the same origin, the origin to others. */
        STRICT_ORIGIN_WHEN_CROSS_ORIGIN
    }

    /** Whether windows that the page opens, or that opened it, can reach it. */
    public enum OpenerPolicy {
        /** Only those of the same origin. */
        SAME_ORIGIN,
        /** Also windows that the page itself opens: sign-in and payment in a window of their own. */
        SAME_ORIGIN_ALLOW_POPUPS
    }

    /** Which sites may load the response into their pages, as an image or a script. */
    public enum ResourcePolicy {
        /** The same origin. */
        SAME_ORIGIN,
        /** Other hosts of the same site too. */
        SAME_SITE,
        /** All: for what is meant to be used by others. */
        CROSS_ORIGIN
    }

    /** The headers for some requests. */
    record Route(RequestMatcher requests, SecurityHeaders headers) {}

    /** Who may frame the page; default {@link Frames#NONE}, against clicks that are stolen. Source: ASVS 5.0 3.4.6. */
    public SecurityHeadersBuilder frames(Frames rule) {
        this.frames = rule;
        return this;
    }

    /** Lets browsers guess types; by default {@code X-Content-Type-Options: nosniff} forbids it. Source: ASVS 5.0 3.4.4. */
    public SecurityHeadersBuilder withoutNosniff() {
        this.nosniff = false;
        return this;
    }

    /**
     * For how long browsers use this host over TLS only; whole seconds, zero takes it back; default 365 days.
     *
     * <p>Sent on secure connections only, as browsers ignore it on others. Source: RFC 6797 §6.1 and §7.2; ASVS 5.0 3.4.1.
     */
    public SecurityHeadersBuilder hsts(Duration maxAge) {
        this.hsts = Optional.of(maxAge);
        return this;
    }

    /** Leaves HSTS to the proxy or to the application. */
    public SecurityHeadersBuilder withoutHsts() {
        this.hsts = Optional.empty();
        return this;
    }

    /** HSTS for all subdomains too; not by default, since one of them may still need plain HTTP. */
    public SecurityHeadersBuilder hstsIncludeSubDomains() {
        this.hstsSubdomains = true;
        return this;
    }

    /** Agrees to be in browsers' built-in lists, from which it takes months to get out; needs a year and subdomains. */
    public SecurityHeadersBuilder hstsPreload() {
        this.hstsPreload = true;
        return this;
    }

    /** What {@code Referer} says; default {@link ReferrerPolicy#STRICT_ORIGIN_WHEN_CROSS_ORIGIN}. Source: ASVS 5.0 3.4.5. */
    public SecurityHeadersBuilder referrerPolicy(ReferrerPolicy rule) {
        this.referrer = Optional.of(rule);
        return this;
    }

    /** Leaves {@code Referrer-Policy} away. */
    public SecurityHeadersBuilder withoutReferrerPolicy() {
        this.referrer = Optional.empty();
        return this;
    }

    /** {@code Cross-Origin-Opener-Policy}; default {@link OpenerPolicy#SAME_ORIGIN}. Source: ASVS 5.0 3.4.8. */
    public SecurityHeadersBuilder openerPolicy(OpenerPolicy rule) {
        this.opener = Optional.of(rule);
        return this;
    }

    /** Leaves {@code Cross-Origin-Opener-Policy} away. */
    public SecurityHeadersBuilder withoutOpenerPolicy() {
        this.opener = Optional.empty();
        return this;
    }

    /** {@code Cross-Origin-Resource-Policy}; default {@link ResourcePolicy#SAME_ORIGIN}. Source: ASVS 5.0 3.5.8. */
    public SecurityHeadersBuilder resourcePolicy(ResourcePolicy rule) {
        this.resource = Optional.of(rule);
        return this;
    }

    /** Leaves {@code Cross-Origin-Resource-Policy} away. */
    public SecurityHeadersBuilder withoutResourcePolicy() {
        this.resource = Optional.empty();
        return this;
    }

    /** What the page may load and run; none by default, since only the application knows. Source: ASVS 5.0 3.4.3. */
    public SecurityHeadersBuilder contentSecurityPolicy(ContentSecurityPolicy newPolicy) {
        this.policy = Optional.of(newPolicy);
        return this;
    }

    /** {@code Permissions-Policy} as it stands in the header: {@code camera=(), microphone=()}; none by default. */
    public SecurityHeadersBuilder permissionsPolicy(String text) {
        this.permissions = Optional.of(text);
        return this;
    }

    /** Gives these requests other headers, in place of these; the first rule that fits counts. */
    public SecurityHeadersBuilder route(RequestMatcher requests, SecurityHeaders headers) {
        routes.add(new Route(requests, headers));
        return this;
    }

    /**
     * The headers.
     *
     * @throws IllegalArgumentException that names all that is wrong: HSTS that is negative, has parts of seconds, or is
     *     preloaded without a year and subdomains; a permissions policy that cannot stand in a header
     */
    public SecurityHeaders build() {
        List<String> problems = new ArrayList<>();
        hsts.filter(age -> age.isNegative() || !age.equals(age.truncatedTo(ChronoUnit.SECONDS)))
                .ifPresent(age -> problems.add("hsts must be whole seconds and not negative, was " + age));
        boolean preloadable = hsts.filter(age -> age.compareTo(YEAR) >= 0).isPresent() && hstsSubdomains;
        if (hstsPreload && !preloadable) {
            problems.add("hstsPreload needs hsts of at least " + YEAR + " and hstsIncludeSubDomains");
        }
        permissions
                .filter(text -> !VALUE.matcher(text).matches())
                .ifPresent(text -> problems.add("permissionsPolicy must be visible ASCII, was " + text));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        return new SecurityHeaders(this);
    }

    Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        if (nosniff) {
            headers.put("X-Content-Type-Options", "nosniff");
        }
        switch (frames) {
            case NONE -> headers.put("X-Frame-Options", "DENY");
            case SAME_ORIGIN -> headers.put("X-Frame-Options", "SAMEORIGIN");
            case NOT_SAID -> {}
        }
        referrer.ifPresent(rule -> headers.put("Referrer-Policy", word(rule)));
        opener.ifPresent(rule -> headers.put("Cross-Origin-Opener-Policy", word(rule)));
        resource.ifPresent(rule -> headers.put("Cross-Origin-Resource-Policy", word(rule)));
        permissions.ifPresent(text -> headers.put("Permissions-Policy", text));
        return headers;
    }

    Map<String, String> framing() {
        return switch (frames) {
            case NONE -> Map.of("frame-ancestors", "'none'");
            case SAME_ORIGIN -> Map.of("frame-ancestors", "'self'");
            case NOT_SAID -> Map.of();
        };
    }

    Optional<String> hstsValue() {
        return hsts.map(age -> "max-age=" + age.toSeconds() + (hstsSubdomains ? "; includeSubDomains" : "")
                + (hstsPreload ? "; preload" : ""));
    }

    Optional<ContentSecurityPolicy> policy() {
        return policy;
    }

    List<Route> routes() {
        return List.copyOf(routes);
    }

    private static String word(Enum<?> rule) {
        return rule.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
