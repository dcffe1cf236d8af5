// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.web;

/** What the contract runs behind an adapter: one application, told of every request. Thread-safe. */
@FunctionalInterface
public interface ContractApplication {

    /**
     * Answers one request.
     *
     * @param exchange the request and its response, as the framework has them
     * @throws Exception to be treated as the framework treats a failing handler; the adapter answers a
     *     {@link dev.sojourn.store.StoreUnavailableException} with 503 and a {@link dev.sojourn.SessionConflictException}
     *     with 409, also those of its own commit
     */
    void handle(ContractExchange exchange) throws Exception;
}
