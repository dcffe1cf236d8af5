// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.web;

import dev.sojourn.Session;
import java.io.IOException;
import java.util.Optional;

/**
 * One request and its response, in the words that every framework has; the author of an adapter writes it over theirs.
 *
 * <p>Every method goes to the framework's own, as an application would call it: nothing is buffered or postponed here.
 */
public interface ContractExchange {

    /** The request method. */
    String method();

    /** The path of the request, with a mount's prefix, without the query; an empty one may be given as {@code /}. */
    String path();

    /** The first request header of this name. */
    Optional<String> header(String name);

    /** The session, if there is one. */
    Optional<Session> session();

    /** The session, created if there is none. */
    Session sessionOrCreate();

    /**
     * Drops what this request did to its session.
     *
     * @throws UnsupportedOperationException by default: then the rules about it are skipped
     */
    default void abandon() {
        throw new UnsupportedOperationException("this adapter's applications cannot abandon a session");
    }

    /** Sets the status of the response; 200 if nobody does. */
    void status(int status);

    /** Sets a field of the response's head, in place of others of this name. */
    void setHeader(String name, String value);

    /** Adds a field to the response's head. */
    void addHeader(String name, String value);

    /** Says how long the body will be, in bytes. */
    void contentLength(long bytes);

    /** Writes to the body, in UTF-8. */
    void write(String text) throws IOException;

    /** Sends what was written so far, beginning with the head. */
    void flush() throws IOException;

    /** Ends the body. Repeated, and whatever follows, it has no effect that a client can see. */
    void close() throws IOException;

    /** Answers with 302 and this location. */
    void redirect(String location) throws IOException;

    /** Answers with this status and the framework's error page. */
    void sendError(int status) throws IOException;

    /**
     * Goes on in another thread of the framework or of the adapter's test, after the handler has returned.
     *
     * @throws UnsupportedOperationException by default: then the rules about it are skipped
     */
    default void async(ContractApplication rest) {
        throw new UnsupportedOperationException("this adapter has no asynchronous requests");
    }
}
