// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.architecture.security;

import dev.sojourn.web.WebExchange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Somebody without a cookie asks for a page over TLS; remembers the headers of the response. */
final class PlainPage implements WebExchange {
    private final Map<String, String> response = new TreeMap<>();

    Map<String, String> headers() {
        return response;
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/";
    }

    @Override
    public boolean isSecure() {
        return true;
    }

    @Override
    public String remoteAddress() {
        return "198.51.100.7";
    }

    @Override
    public List<String> requestHeaders(String name) {
        return List.of();
    }

    @Override
    public boolean isResponseCommitted() {
        return false;
    }

    @Override
    public void addResponseHeader(String name, String value) {
        response.put(name, value);
    }

    @Override
    public void setResponseHeader(String name, String value) {
        response.put(name, value);
    }

    @Override
    public List<String> responseHeaders(String name) {
        return Optional.ofNullable(response.get(name)).map(List::of).orElse(List.of());
    }
}
