// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.security;

import dev.sojourn.web.WebExchange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A request over HTTPS and its response, in two maps: less than any server does. One thread at a time. */
final class MemoryExchange implements WebExchange {
    private final String method;
    private final Map<String, String> request;
    private final Map<String, List<String>> response = new HashMap<>();

    /** Names of headers in small letters. */
    MemoryExchange(String method, Map<String, String> request) {
        this.method = method;
        this.request = request;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String path() {
        return "/cart";
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
        String value = request.get(name.toLowerCase(Locale.ROOT));
        return value == null ? List.of() : List.of(value);
    }

    @Override
    public boolean isResponseCommitted() {
        return false;
    }

    @Override
    public void addResponseHeader(String name, String value) {
        response.computeIfAbsent(name.toLowerCase(Locale.ROOT), first -> new ArrayList<>(2))
                .add(value);
    }

    @Override
    public void setResponseHeader(String name, String value) {
        response.put(name.toLowerCase(Locale.ROOT), new ArrayList<>(List.of(value)));
    }

    @Override
    public List<String> responseHeaders(String name) {
        return List.copyOf(response.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()));
    }
}
