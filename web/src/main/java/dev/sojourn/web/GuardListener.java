// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import java.time.Instant;

/**
 * Is told of every request that a guard refused, or would have.
 *
 * <p>Called on the request's thread, which it holds up; thread-safe. What it throws is logged and changes nothing. Source:
 * OWASP ASVS 5.0 16.3.3 (attempts to bypass security controls are logged).
 */
@FunctionalInterface
public interface GuardListener {

    /** A request was refused, or would have been. */
    void onRefusal(Refused refused);

    /**
     * What happened.
     *
     * @param at when
     * @param guard the guard's class
     * @param refusal why and how
     * @param exchange the request: what it says comes from the client, so encode it before it reaches a log; cookies, tokens
     *     and queries do not belong there at all
     */
    record Refused(Instant at, Class<? extends WebGuard> guard, GuardRefusal refusal, WebExchange exchange) {
        /** Nothing of the request. */
        @Override
        public String toString() {
            return "Refused[" + at + ", " + guard.getSimpleName() + ", " + refusal + "]";
        }
    }
}
