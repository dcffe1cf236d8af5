// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web.csrf;

import dev.sojourn.web.GuardedRequest;

/**
 * The token for one page, as templates read it: {@code _csrf.parameterName}, {@code _csrf.headerName}, {@code _csrf.token}.
 *
 * <p>Nothing is made before {@link #getToken()} is called; then the visitor has a session. Confined to one request, one
 * thread at a time. The methods are named as templates (Expression Language, Thymeleaf, FreeMarker) look for them.
 */
public final class CsrfToken {
    /** The name under which pages find it. */
    public static final String ATTRIBUTE = "_csrf";

    private static final int MASK_BYTES = 32;

    private final CsrfTokens mode;
    private final GuardedRequest request;

    CsrfToken(CsrfTokens mode, GuardedRequest request) {
        this.mode = mode;
        this.request = request;
    }

    /** The name of the hidden field in which a form returns the token. */
    public String getParameterName() {
        return mode.parameterName();
    }

    /** The name of the header in which a script returns the token. */
    public String getHeaderName() {
        return mode.headerName();
    }

    /**
     * The token, another text at each call; all of them are good until the session's privileges change. 86 characters of
     * base64url, which need no escaping in HTML.
     *
     * <p>The first one of a session makes the session, if need be. Read it after a login and before the page begins to leave.
     *
     * @throws IllegalStateException if there is no session and the response has left
     * @throws dev.sojourn.store.StoreUnavailableException if the store does not answer
     */
    public String getToken() {
        return MaskedToken.of(request.sessionSecretOrCreate(), request.isSecure(), request.randomBytes(MASK_BYTES));
    }

    /** No token. */
    @Override
    public String toString() {
        return "CsrfToken[" + mode.parameterName() + "]";
    }
}
