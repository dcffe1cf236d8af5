// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The container's response; the session is committed, and its cookie written, before the first byte leaves.
 *
 * <p>So a client that follows a redirect, or asks again as soon as it has the first byte, finds what this request did.
 */
final class CommittingResponse extends HttpServletResponseWrapper {
    private final ServletExchange exchange;
    private final RequestScope scope;
    private final ResponseProgress progress;
    private @Nullable CommittingStream stream;
    private @Nullable CommittingWriter writer;

    CommittingResponse(HttpServletResponse response, ServletExchange exchange, RequestScope scope) {
        super(response);
        this.exchange = exchange;
        this.scope = scope;
        this.progress = new ResponseProgress(response, scope);
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        ServletOutputStream actual = super.getOutputStream();
        if (stream == null || !stream.isOver(actual)) {
            stream = new CommittingStream(actual, progress);
        }
        return stream;
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        PrintWriter actual = super.getWriter();
        if (writer == null || !writer.isOver(actual)) {
            writer = new CommittingWriter(actual, progress, getCharacterEncoding());
        }
        return writer;
    }

    @Override
    public void flushBuffer() throws IOException {
        progress.headLeaves();
        super.flushBuffer();
        progress.done();
    }

    @Override
    public void sendError(int status) throws IOException {
        beforeError(status);
        super.sendError(status);
        afterError(status);
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        beforeError(status);
        super.sendError(status, message);
        afterError(status);
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        progress.headLeaves();
        super.sendRedirect(location);
        progress.done();
    }

    /** Exists since Servlet 6.1, as the next two. */
    @Override
    public void sendRedirect(String location, int status) throws IOException {
        progress.headLeaves();
        super.sendRedirect(location, status);
        progress.done();
    }

    @Override
    public void sendRedirect(String location, boolean clearBuffer) throws IOException {
        progress.headLeaves();
        super.sendRedirect(location, clearBuffer);
        progress.done();
    }

    @Override
    public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
        progress.headLeaves();
        super.sendRedirect(location, status, clearBuffer);
        progress.done();
    }

    @Override
    public void setContentLength(int length) {
        progress.promising(length);
        super.setContentLength(length);
        progress.done();
    }

    @Override
    public void setContentLengthLong(long length) {
        progress.promising(length);
        super.setContentLengthLong(length);
        progress.done();
    }

    @Override
    public void setHeader(String name, @Nullable String value) {
        noticeContentLength(name, value);
        super.setHeader(name, value);
        progress.done();
    }

    @Override
    public void addHeader(String name, @Nullable String value) {
        noticeContentLength(name, value);
        super.addHeader(name, value);
        progress.done();
    }

    @Override
    public void setIntHeader(String name, int value) {
        noticeContentLength(name, Integer.toString(value));
        super.setIntHeader(name, value);
        progress.done();
    }

    @Override
    public void addIntHeader(String name, int value) {
        noticeContentLength(name, Integer.toString(value));
        super.addIntHeader(name, value);
        progress.done();
    }

    /** The container is not asked: it knows nothing of our sessions. */
    @Override
    public @Nullable String encodeURL(@Nullable String url) {
        return url == null ? null : scope.encodeUrl(url);
    }

    /** As {@link #encodeURL}. */
    @Override
    public @Nullable String encodeRedirectURL(@Nullable String url) {
        return encodeURL(url);
    }

    @Override
    public void resetBuffer() {
        super.resetBuffer();
        progress.bufferEmptied();
    }

    /** Throws away the application's headers, and not the session's. */
    @Override
    public void reset() {
        super.reset();
        progress.startedOver();
        exchange.restoreHeaders();
    }

    private void beforeError(int status) {
        if (!isInterim(status)) {
            progress.headLeaves();
        }
    }

    private void afterError(int status) {
        if (!isInterim(status)) {
            progress.doneWithError();
            exchange.errorSent();
        }
    }

    /** A 1xx is no answer: the response is still to come (Jetty's way to send 102 and 103). */
    private static boolean isInterim(int status) {
        return status >= 100 && status <= 199;
    }

    private void noticeContentLength(@Nullable String name, @Nullable String value) {
        if (value != null && name != null && name.toLowerCase(Locale.ROOT).equals("content-length")) {
            try {
                progress.promising(Long.parseLong(value.trim()));
            } catch (NumberFormatException notANumber) {
                progress.promising(-1); // the container says what it thinks of it
            }
        }
    }
}
