// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

import com.sun.net.httpserver.HttpExchange;
import dev.sojourn.web.WebExchange;
import java.util.List;

/** An exchange of the JDK's server whose response has not left, as sessions see it. */
final class SubjectExchange implements WebExchange {
    private final HttpExchange http;

    SubjectExchange(HttpExchange http) {
        this.http = http;
    }

    @Override
    public String method() {
        return http.getRequestMethod();
    }

    @Override
    public String path() {
        return http.getRequestURI().getRawPath();
    }

    @Override
    public boolean isSecure() {
        return false;
    }

    @Override
    public String remoteAddress() {
        return http.getRemoteAddress().getAddress().getHostAddress();
    }

    @Override
    public List<String> requestHeaders(String name) {
        return http.getRequestHeaders().getOrDefault(name, List.of());
    }

    @Override
    public boolean isResponseCommitted() {
        return http.getResponseCode() > 0;
    }

    @Override
    public void addResponseHeader(String name, String value) {
        http.getResponseHeaders().add(name, value);
    }

    @Override
    public void setResponseHeader(String name, String value) {
        http.getResponseHeaders().set(name, value);
    }

    @Override
    public List<String> responseHeaders(String name) {
        return List.copyOf(http.getResponseHeaders().getOrDefault(name, List.of()));
    }
}
