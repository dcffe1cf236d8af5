// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web.csrf;

import dev.sojourn.web.GuardedRequest;
import dev.sojourn.web.WebExchange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tokens on top of {@link CsrfGuard}'s other rules: each page carries one of the session, and each unsafe request returns it.
 *
 * <p>Wanted where other subdomains, or old browsers, are not trusted, or where a rule book asks for them. A token is made
 * only when a page reads one ({@link CsrfToken}); it is bound to the session, to the scheme and to the privileges: after a
 * login, {@code renew()} or logout, tokens from before are refused. Each reading looks different, so that a compressed page
 * does not leak it (BREACH).
 *
 * <p>It is read from the header or from a field of the body, never from the query or a cookie. A request that has it in both,
 * or twice, is refused. Only bodies of {@code application/x-www-form-urlencoded} are read: an upload
 * ({@code multipart/form-data}) must send the header, since reading the field would mean storing the files of somebody who
 * was not checked yet. Reading the field uses up the body: what reads raw forms by itself needs the header too.
 *
 * <p>Requests of which nothing says that a browser sent them, and which show no session cookie, need none. All others do,
 * also those from trusted origins. One round trip for each judged request, which the application then need not make.
 * Immutable and thread-safe.
 *
 * <p>Source: NIST SP 800-63B-4 §5.1; OWASP CSRF Prevention Cheat Sheet, "Synchronizer Token Pattern"; OWASP ASVS 5.0 15.3.7.
 */
public final class CsrfTokens {
    private static final CsrfTokens DEFAULTS = new CsrfTokens("_csrf", "x-csrf-token");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private final String parameterName;
    private final String headerName;

    private CsrfTokens(String parameterName, String headerName) {
        this.parameterName = parameterName;
        this.headerName = headerName;
    }

    /** In the form field {@code _csrf} or the header {@code x-csrf-token}, the names that most frameworks use. */
    public static CsrfTokens defaults() {
        return DEFAULTS;
    }

    /**
     * In this form field or this header.
     *
     * @throws IllegalArgumentException if a name has other characters than letters, digits, {@code _}, {@code .} and
     *     {@code -}, or more than 64
     */
    public static CsrfTokens named(String parameterName, String headerName) {
        for (String name : List.of(parameterName, headerName)) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "parameterName and headerName must be 1 to 64 letters, digits, _, . or -, was " + name);
            }
        }
        return new CsrfTokens(parameterName, headerName);
    }

    /** The name of the form field. */
    public String parameterName() {
        return parameterName;
    }

    /** The name of the header. */
    public String headerName() {
        return headerName;
    }

    /** Lets pages read a token. */
    void offer(GuardedRequest request) {
        request.expose(CsrfToken.ATTRIBUTE, new CsrfToken(this, request));
    }

    /** Why an unsafe request is refused; empty if it passes. */
    Optional<RefusalReason> check(GuardedRequest request) {
        WebExchange exchange = request.exchange();
        if (OriginCheck.isSilent(exchange) && !request.showsCookie()) {
            return Optional.empty();
        }
        List<String> presented = new ArrayList<>(exchange.requestHeaders(headerName));
        presented.addAll(exchange.formFields(parameterName));
        if (presented.isEmpty()) {
            return Optional.of(RefusalReason.NO_TOKEN);
        }
        if (presented.size() > 1) {
            return Optional.of(RefusalReason.REPEATED_TOKEN);
        }
        boolean right = request.sessionSecret()
                .filter(secret -> MaskedToken.matches(presented.get(0), secret, request.isSecure()))
                .isPresent();
        return right ? Optional.empty() : Optional.of(RefusalReason.WRONG_TOKEN);
    }
}
