// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

/**
 * A guard refused the request when its session was asked for; the session is handed out to nobody, and stays what it is.
 *
 * <p>Let it through. An adapter answers with {@link GuardedRequest#refuse}.
 */
public final class RequestRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient GuardRefusal refusal;

    /** For a refusal that was reported already. */
    RequestRefusedException(GuardRefusal refusal) {
        super("the request was refused when it asked for its session: " + refusal.reason());
        this.refusal = refusal;
    }

    /** Why and how. */
    public GuardRefusal refusal() {
        return refusal;
    }
}
