// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class RequestMatcherTest {

    private static boolean matches(String pattern, String path) {
        return RequestMatcher.paths(pattern).matches(FakeExchange.secure(path));
    }

    @Test
    void exact_paths() {
        assertTrue(matches("/health", "/health"));
        assertFalse(matches("/health", "/health/"));
        assertFalse(matches("/health", "/healthy"));
        assertFalse(matches("/health", "/Health"));
    }

    @Test
    void paths_below() {
        for (String path : List.of("/static", "/static/", "/static/a/b.png")) {
            assertTrue(matches("/static/*", path), path);
        }
        assertFalse(matches("/static/*", "/statics"));
        assertFalse(matches("/static/*", "/a/static/b"));
        assertTrue(matches("/*", "/anything"));
    }

    @Test
    void suffixes() {
        assertTrue(matches("*.css", "/a/b.css"));
        assertFalse(matches("*.css", "/a/bcss"));
        assertFalse(matches("*.css", "/a.css/b"));
    }

    @Test
    void patterns_of_another_form_are_refused_together() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> RequestMatcher.paths("/ok", "static", "/a*", "*", "*.", "*.*", "/a/*/b", ""))
                .toString();
        assertTrue(message.endsWith("these do not: [static, /a*, *, *., *.*, /a/*/b, ]"), message);
    }

    @Test
    void methods() {
        RequestMatcher safe = RequestMatcher.methods("GET", "HEAD");
        assertTrue(safe.matches(FakeExchange.secure()));
        assertFalse(safe.matches(FakeExchange.secure().method("get")));
        assertFalse(safe.matches(FakeExchange.secure().method("POST")));
    }
}
