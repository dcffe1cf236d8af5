// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import java.util.List;

/** An exchange under another path: the one it has without the token in it. */
record BarePath(WebExchange exchange, String path) implements WebExchange {
    @Override
    public String method() {
        return exchange.method();
    }

    @Override
    public boolean isSecure() {
        return exchange.isSecure();
    }

    @Override
    public String remoteAddress() {
        return exchange.remoteAddress();
    }

    @Override
    public List<String> requestHeaders(String name) {
        return exchange.requestHeaders(name);
    }

    @Override
    public List<String> formFields(String name) {
        return exchange.formFields(name);
    }

    @Override
    public boolean isResponseCommitted() {
        return exchange.isResponseCommitted();
    }

    @Override
    public void addResponseHeader(String name, String value) {
        exchange.addResponseHeader(name, value);
    }

    @Override
    public void setResponseHeader(String name, String value) {
        exchange.setResponseHeader(name, value);
    }

    @Override
    public List<String> responseHeaders(String name) {
        return exchange.responseHeaders(name);
    }
}
