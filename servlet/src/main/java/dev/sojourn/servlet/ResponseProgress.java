// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import jakarta.servlet.ServletResponse;

/**
 * Knows when the next step may make the container send the head of the response, and lets the session be saved before.
 *
 * <p>Containers send it when their buffer is full, when as much was written as {@code Content-Length} promised, and on
 * request. Where they differ the earliest counts: to save too early costs nothing but a second save if the session changes
 * again. Whether the head has really left is asked after the step. One thread at a time, as the response itself.
 */
final class ResponseProgress {
    private final ServletResponse response;
    private final RequestScope scope;
    private boolean stepping;
    private boolean left;
    private long written;
    private long contentLength = -1;

    ResponseProgress(ServletResponse response, RequestScope scope) {
        this.response = response;
        this.scope = scope;
    }

    /** So many bytes are about to be written. */
    void writing(long bytes) {
        written += bytes;
        int buffer = response.getBufferSize();
        boolean full = written >= buffer;
        // Jetty sends what is larger than a quarter of the buffer at once, without collecting it first.
        boolean bypassesBuffer = bytes > buffer / 4;
        if (full || bypassesBuffer || isComplete()) {
            headLeaves();
        }
    }

    /** The application said how long the body is; Jetty closes the response here if that much was written. */
    void promising(long length) {
        contentLength = length;
        if (isComplete()) {
            headLeaves();
        }
    }

    /** The next step may send the head. */
    void headLeaves() {
        if (!left && !response.isCommitted()) {
            scope.beforeHead();
            stepping = true;
        }
    }

    /** The step is over. */
    void done() {
        if (stepping) {
            stepping = false;
            if (isComplete()) {
                scope.exchange().bodyIsComplete();
            }
            if (response.isCommitted() || isComplete()) {
                left = true;
                scope.headHasLeft();
            }
        }
    }

    /** The step was an error: the container calls the response committed, and writes another one to the end. */
    void doneWithError() {
        stepping = false;
        written = 0;
    }

    /** What was written so far was thrown away. */
    void bufferEmptied() {
        written = 0;
    }

    /** All was thrown away, the headers too. */
    void startedOver() {
        left = false;
        written = 0;
        contentLength = -1;
    }

    private boolean isComplete() {
        return contentLength > 0 && written >= contentLength;
    }
}
