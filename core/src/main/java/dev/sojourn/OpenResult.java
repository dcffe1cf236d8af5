// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import java.util.Optional;

/** What a presented token led to. */
public sealed interface OpenResult {

    /** The session, if the token opened one. */
    Optional<Session> session();

    /**
     * The token is good.
     *
     * @param opened its session
     */
    record Opened(Session opened) implements OpenResult {
        @Override
        public Optional<Session> session() {
            return Optional.of(opened);
        }
    }

    /**
     * The token opens nothing.
     *
     * @param reason why; for logs and metrics, never for the client
     */
    record NoSession(NoSessionReason reason) implements OpenResult {
        @Override
        public Optional<Session> session() {
            return Optional.empty();
        }
    }
}
