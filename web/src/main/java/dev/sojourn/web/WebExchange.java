// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import java.util.List;

/**
 * One request and its response, as far as sessions are concerned: what an adapter to a framework implements.
 *
 * <p>An adapter reports what is there and decides nothing: no header is interpreted, no proxy believed, no cookie parsed
 * before it comes here. One exchange serves one request; it is called by one thread at a time.
 */
public interface WebExchange {

    /** The request method as sent, for example {@code GET}. */
    String method();

    /**
     * The path of the original request, undecoded, without the query and with any prefix where the application is mounted.
     *
     * <p>Original: not the target of a forward, and not what a router left of it. An empty text counts as {@code /}.
     */
    String path();

    /** Whether the connection to this server is TLS itself; what a proxy says about its own side does not count here. */
    boolean isSecure();

    /** The address of the other end of the connection, which may be a proxy: a textual IPv4 or IPv6 address without port. */
    String remoteAddress();

    /**
     * The request's field lines of this name, each as received, in their order; the name's case does not matter.
     *
     * @return empty if there is none
     */
    List<String> requestHeaders(String name);

    /**
     * The values of this field in the body of the request, if it is a form ({@code application/x-www-form-urlencoded});
     * never those of the query.
     *
     * <p>Reading it may use up the body for code that reads it by itself, so it is done only for guards that ask.
     *
     * @return empty if there is none; also by default, for adapters that read no bodies
     */
    default List<String> formFields(String name) {
        return List.of();
    }

    /** Whether the head of the response has left, so that no header can be changed any more. */
    boolean isResponseCommitted();

    /** Adds a field line to the response, beside others of this name. */
    void addResponseHeader(String name, String value);

    /** Sets a field line of the response in place of all others of this name. */
    void setResponseHeader(String name, String value);

    /** The response's field lines of this name as set so far, in their order; empty if there is none. */
    List<String> responseHeaders(String name);
}
