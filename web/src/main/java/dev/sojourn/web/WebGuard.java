// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import java.util.Optional;

/**
 * Looks at each request before the application runs, and lets it pass or refuses it.
 *
 * <p>A guard may also set headers of the response and give values to pages: see {@link GuardedRequest}. It costs no round
 * trip unless it asks for the session; one that judges sessions watches it instead: {@link GuardedRequest#watch}. Guards run in the order in which they were registered; the first refusal ends that,
 * the application does not run, and the session is neither made nor changed.
 *
 * <p>To be implemented by applications, too. Implementations are thread-safe, quick, and hold nothing of a request. What a
 * guard throws ends the request as an error, except for {@link dev.sojourn.store.StoreUnavailableException}, which makes it
 * 503: a request that could not be judged does not pass.
 */
@FunctionalInterface
public interface WebGuard {

    /**
     * Judges a request.
     *
     * @return empty to let it pass; a refusal to end it, or only to report it: {@link GuardRefusal#reportOnly()}
     */
    Optional<GuardRefusal> check(GuardedRequest request);
}
