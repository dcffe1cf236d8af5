// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import dev.sojourn.Session;
import dev.sojourn.testkit.web.ContractApplication;
import dev.sojourn.testkit.web.ContractExchange;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A request to a servlet, in the words of the web contract. */
record ServletContractExchange(HttpServletRequest request, HttpServletResponse response) implements ContractExchange {

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public String path() {
        return request.getRequestURI();
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeader(name));
    }

    @Override
    public Optional<Session> session() {
        return SessionFilter.session(request);
    }

    @Override
    public Session sessionOrCreate() {
        return SessionFilter.sessionOrCreate(request);
    }

    @Override
    public void status(int status) {
        response.setStatus(status);
    }

    @Override
    public void setHeader(String name, String value) {
        response.setHeader(name, value);
    }

    @Override
    public void addHeader(String name, String value) {
        response.addHeader(name, value);
    }

    @Override
    public void contentLength(long bytes) {
        response.setContentLengthLong(bytes);
    }

    @Override
    public void write(String text) throws IOException {
        response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void flush() throws IOException {
        response.flushBuffer();
    }

    @Override
    public void close() throws IOException {
        response.getOutputStream().close();
    }

    @Override
    public void redirect(String location) throws IOException {
        response.sendRedirect(location);
    }

    @Override
    public void sendError(int status) throws IOException {
        response.sendError(status);
    }

    @Override
    public void async(ContractApplication rest) {
        AsyncContext async = request.startAsync();
        async.start(() -> {
            try {
                rest.handle(this);
            } catch (Exception problem) {
                request.getServletContext().log("the asynchronous part of a test failed", problem);
            } finally {
                async.complete();
            }
        });
    }
}
