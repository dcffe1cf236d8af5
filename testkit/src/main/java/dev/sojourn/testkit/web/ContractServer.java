// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.web;

/** A running server with an adapter in it. */
public interface ContractServer {

    /** The port on which it listens, on the loopback address, with plain HTTP/1.1. */
    int port();

    /** Stops it; the sessions and their manager stay open. */
    void stop() throws Exception;
}
