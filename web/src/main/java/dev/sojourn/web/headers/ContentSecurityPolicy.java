// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web.headers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A {@code Content-Security-Policy}: which scripts, styles and frames a page may use. Immutable and thread-safe.
 *
 * <p>Directives are written as in the header, in the order in which they were given. {@link #NONCE} among the sources stands
 * for a random value that is another one in each response; pages find it under {@link SecurityHeaders#NONCE_ATTRIBUTE} and
 * write it as the {@code nonce} of their scripts.
 *
 * <p>Source: Content Security Policy Level 3 (W3C); OWASP ASVS 5.0 3.4.3.
 */
public final class ContentSecurityPolicy {
    /** A source that stands for the nonce of the response. */
    public static final String NONCE = "'nonce'";

    private static final Pattern NAME = Pattern.compile("[a-z]+(-[a-z]+)*");
    private static final Pattern SOURCE = Pattern.compile("[!-~&&[^;,]]+");

    private final Map<String, String> directives;
    private final boolean reportOnly;

    private ContentSecurityPolicy(Builder builder) {
        this.directives = new LinkedHashMap<>(builder.directives);
        this.reportOnly = builder.reportOnly;
    }

    /**
     * Scripts by nonce and what they load, no plug-ins, no other base address: what CSP Level 3 recommends against XSS.
     *
     * <p>{@code script-src 'nonce-..' 'strict-dynamic'; object-src 'none'; base-uri 'none'}. Every script of a page then needs
     * the nonce, and none can stand in an attribute such as {@code onclick}.
     */
    public static ContentSecurityPolicy strict() {
        return builder()
                .directive("script-src", NONCE, "'strict-dynamic'")
                .directive("object-src", "'none'")
                .directive("base-uri", "'none'")
                .build();
    }

    /** Starts without any directive. */
    public static Builder builder() {
        return new Builder();
    }

    boolean usesNonce() {
        return directives.values().stream()
                .anyMatch(sources -> List.of(sources.split(" ")).contains(NONCE));
    }

    boolean isReportOnly() {
        return reportOnly;
    }

    /** The header's value, with these directives behind it unless it has them. */
    String text(String nonce, Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(directives);
        more.forEach(all::putIfAbsent);
        List<String> parts = new ArrayList<>();
        all.forEach((name, sources) -> parts.add((name + " " + sources).strip()));
        return String.join("; ", parts).replace(NONCE, "'nonce-" + nonce + "'");
    }

    /** Collects directives; not thread-safe. */
    public static final class Builder {
        private final Map<String, String> directives = new LinkedHashMap<>();
        private final List<String> problems = new ArrayList<>();
        private boolean reportOnly;

        private Builder() {}

        /** A directive with its sources, in place of an earlier one of this name; some directives have no sources. */
        public Builder directive(String name, String... sources) {
            if (!NAME.matcher(name).matches()) {
                problems.add("a directive's name must be lower case letters and hyphens, was " + name);
            }
            for (String source : sources) {
                if (!SOURCE.matcher(source).matches()) {
                    problems.add("a source must be visible ASCII without ; and , , was " + source);
                }
            }
            directives.put(name, String.join(" ", sources));
            return this;
        }

        /** Lets browsers report what the policy would stop, and stop nothing. */
        public Builder reportOnly() {
            this.reportOnly = true;
            return this;
        }

        /**
         * The policy.
         *
         * @throws IllegalArgumentException that names each directive and source which cannot stand in the header, or if there
         *     is no directive
         */
        public ContentSecurityPolicy build() {
            if (directives.isEmpty()) {
                problems.add("a policy needs at least one directive");
            }
            if (!problems.isEmpty()) {
                throw new IllegalArgumentException(String.join("; ", problems));
            }
            return new ContentSecurityPolicy(this);
        }
    }
}
