// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A visitor's browser, as far as it keeps cookies: by name, for all paths, until it is told to forget them. */
final class Browser {
    private final WireClient client;
    private final Map<String, String> cookies = Collections.synchronizedMap(new LinkedHashMap<>());
    private final List<String> always;

    Browser(WireClient client, List<String> always) {
        this.client = client;
        this.always = List.copyOf(always);
    }

    WireResponse get(String path, String... headerLines) {
        return take(start(path, headerLines).response());
    }

    /** Sends a request with the cookies of this moment; what comes back is kept with {@link #take}. */
    WireClient.Call start(String path, String... headerLines) {
        List<String> lines = new ArrayList<>(always);
        lines.addAll(List.of(headerLines));
        if (!cookies.isEmpty()) {
            lines.add("Cookie: " + cookieHeader());
        }
        return client.start("GET", path, "localhost:" + client.port(), lines);
    }

    /** Keeps the cookies of a response, as a browser does when its head arrives. */
    WireResponse take(WireResponse response) {
        for (String line : response.all("Set-Cookie")) {
            String[] pair = line.split(";", 2)[0].split("=", 2);
            if (line.contains("; Max-Age=0")) {
                cookies.remove(pair[0]);
            } else {
                cookies.put(pair[0], pair[1]);
            }
        }
        return response;
    }

    /** Another browser with the same cookies: a copy, a thief, a parallel request's view. */
    Browser copy() {
        Browser copy = new Browser(client, always);
        copy.cookies.putAll(cookies);
        return copy;
    }

    /** The value of the only cookie. */
    String token() {
        assertEquals(1, cookies.size(), () -> "cookies " + cookies.keySet());
        return cookies.values().iterator().next();
    }

    boolean hasCookie() {
        return !cookies.isEmpty();
    }

    String cookieHeader() {
        return String.join(
                "; ",
                cookies.entrySet().stream()
                        .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                        .toList());
    }

    /** Holds this value in place of the only cookie's. */
    void replaceToken(String value) {
        String unused = token();
        cookies.replaceAll((name, old) -> value);
    }
}
