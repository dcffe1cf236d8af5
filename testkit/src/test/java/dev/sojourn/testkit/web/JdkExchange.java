// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.web;

import com.sun.net.httpserver.HttpExchange;
import dev.sojourn.Session;
import dev.sojourn.web.RequestSession;
import dev.sojourn.web.WebExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An exchange of the JDK's server, as sessions see it and as the contract's application sees it. */
final class JdkExchange implements WebExchange, ContractExchange {
    private static final int BUFFER = 8192;

    private final HttpExchange exchange;
    private final boolean secure;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
    private @Nullable RequestSession request;
    private int status = 200;
    private long length = -1;
    private boolean committed;
    private boolean closed;

    JdkExchange(HttpExchange exchange, boolean secure) {
        this.exchange = exchange;
        this.secure = secure;
    }

    void bind(RequestSession newRequest) {
        request = newRequest;
    }

    @Override
    public String method() {
        return exchange.getRequestMethod();
    }

    @Override
    public String path() {
        String path = exchange.getRequestURI().getRawPath();
        return path.isEmpty() ? "/" : path;
    }

    @Override
    public boolean isSecure() {
        return secure;
    }

    @Override
    public String remoteAddress() {
        return exchange.getRemoteAddress().getAddress().getHostAddress();
    }

    @Override
    public List<String> requestHeaders(String name) {
        return exchange.getRequestHeaders().getOrDefault(name, List.of());
    }

    @Override
    public boolean isResponseCommitted() {
        return committed;
    }

    @Override
    public void addResponseHeader(String name, String value) {
        exchange.getResponseHeaders().add(name, value);
    }

    @Override
    public void setResponseHeader(String name, String value) {
        exchange.getResponseHeaders().set(name, value);
    }

    @Override
    public List<String> responseHeaders(String name) {
        return List.copyOf(exchange.getResponseHeaders().getOrDefault(name, List.of()));
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    @Override
    public Optional<Session> session() {
        return bound().session();
    }

    @Override
    public Session sessionOrCreate() {
        return bound().sessionOrCreate();
    }

    @Override
    public void abandon() {
        bound().abandon();
    }

    @Override
    public void status(int newStatus) {
        status = newStatus;
    }

    @Override
    public void setHeader(String name, String value) {
        setResponseHeader(name, value);
    }

    @Override
    public void addHeader(String name, String value) {
        addResponseHeader(name, value);
    }

    @Override
    public void contentLength(long bytes) {
        length = bytes;
    }

    @Override
    public void write(String text) throws IOException {
        if (!closed) {
            buffer.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            if (buffer.size() > BUFFER) {
                flush();
            }
        }
    }

    @Override
    public void flush() throws IOException {
        if (!closed) {
            sendHead(length < 0 ? 0 : length);
            sendBuffer();
            exchange.getResponseBody().flush();
        }
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            sendHead(buffer.size() == 0 ? -1 : length < 0 ? buffer.size() : length);
            sendBuffer();
            closed = true;
            exchange.getResponseBody().close();
        }
    }

    @Override
    public void redirect(String location) throws IOException {
        status = 302;
        setHeader("Location", location);
        close();
    }

    @Override
    public void sendError(int newStatus) throws IOException {
        status = newStatus;
        close();
    }

    /** The client sees the end of the response only when everything is saved, also what was changed after its head left. */
    void end() throws IOException {
        if (committed) {
            bound().complete();
        }
        close();
    }

    void refuse(int newStatus) throws IOException {
        if (!committed) {
            bound().abandon();
            buffer.reset();
            length = -1;
            if (newStatus == 503) {
                setHeader("Retry-After", "5");
            }
            sendError(newStatus);
        }
    }

    void closeConnection() {
        exchange.close();
    }

    private void sendHead(long bodyLength) throws IOException {
        if (!committed) {
            bound().commit();
            committed = true;
            exchange.sendResponseHeaders(status, bodyLength);
        }
    }

    private void sendBuffer() throws IOException {
        if (buffer.size() > 0) {
            buffer.writeTo(exchange.getResponseBody());
            buffer.reset();
        }
    }

    private RequestSession bound() {
        return Objects.requireNonNull(request, "bound");
    }
}
