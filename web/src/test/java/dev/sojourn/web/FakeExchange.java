// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A request made of what a test says, and a response that refuses headers once it has left. */
final class FakeExchange implements WebExchange {
    private final List<Map.Entry<String, String>> request = new ArrayList<>();
    private final List<Map.Entry<String, String>> response = new ArrayList<>();
    private final List<Map.Entry<String, String>> form = new ArrayList<>();
    private final String path;
    private final boolean secure;
    private String method = "GET";
    private String peer = "198.51.100.7";
    private boolean committed;

    private FakeExchange(String path, boolean secure) {
        this.path = path;
        this.secure = secure;
    }

    static FakeExchange secure(String path) {
        return new FakeExchange(path, true);
    }

    static FakeExchange secure() {
        return secure("/");
    }

    static FakeExchange plain(String path) {
        return new FakeExchange(path, false);
    }

    static FakeExchange plain() {
        return plain("/");
    }

    /** A browser on the developer's machine. */
    static FakeExchange local() {
        return plain().from("127.0.0.1").header("Host", "localhost:8080");
    }

    FakeExchange header(String name, String value) {
        request.add(Map.entry(name, value));
        return this;
    }

    /** A field of the body. */
    FakeExchange field(String name, String value) {
        form.add(Map.entry(name, value));
        return this;
    }

    FakeExchange cookies(String line) {
        return header("Cookie", line);
    }

    FakeExchange from(String address) {
        this.peer = address;
        return this;
    }

    FakeExchange method(String newMethod) {
        this.method = newMethod;
        return this;
    }

    FakeExchange respond(String name, String value) {
        addResponseHeader(name, value);
        return this;
    }

    /** The first byte leaves. */
    FakeExchange leave() {
        this.committed = true;
        return this;
    }

    List<String> setCookies() {
        return responseHeaders("Set-Cookie");
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public boolean isSecure() {
        return secure;
    }

    @Override
    public String remoteAddress() {
        return peer;
    }

    @Override
    public List<String> requestHeaders(String name) {
        return values(request, name);
    }

    @Override
    public List<String> formFields(String name) {
        return values(form, name);
    }

    @Override
    public boolean isResponseCommitted() {
        return committed;
    }

    @Override
    public void addResponseHeader(String name, String value) {
        if (committed) {
            throw new AssertionError("header " + name + " written after the response had left");
        }
        response.add(Map.entry(name, value));
    }

    @Override
    public void setResponseHeader(String name, String value) {
        response.removeIf(header -> header.getKey().equalsIgnoreCase(name));
        addResponseHeader(name, value);
    }

    @Override
    public List<String> responseHeaders(String name) {
        return values(response, name);
    }

    int responseHeaderCount() {
        return response.size();
    }

    private static List<String> values(List<Map.Entry<String, String>> headers, String name) {
        return headers.stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .toList();
    }
}
