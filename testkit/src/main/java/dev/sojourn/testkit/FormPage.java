// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import dev.sojourn.web.SessionCookie;
import dev.sojourn.web.WebExchange;
import java.util.List;

/** A visitor with a session asks for a page, over TLS. */
record FormPage(String token) implements WebExchange {

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/form";
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
        return name.equalsIgnoreCase("cookie")
                ? List.of(SessionCookie.defaults().name() + "=" + token)
                : List.of();
    }

    @Override
    public boolean isResponseCommitted() {
        return false;
    }

    @Override
    public void addResponseHeader(String name, String value) {}

    @Override
    public void setResponseHeader(String name, String value) {}

    @Override
    public List<String> responseHeaders(String name) {
        return List.of();
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "FormPage";
    }
}
