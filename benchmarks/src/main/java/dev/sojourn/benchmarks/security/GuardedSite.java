// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.security;

import dev.sojourn.web.RequestSession;
import dev.sojourn.web.WebSessions;
import dev.sojourn.web.csrf.CsrfToken;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** Plain records of 1,000 bytes, and one of the guards in front. */
@State(Scope.Benchmark)
@NullUnmarked
public class GuardedSite {
    private static final int ATTRIBUTE_BYTES = 1_000;

    /** What is in front. */
    @Param
    public GuardKind guard;

    private ByteSessions sessions;
    private WebSessions web;
    private List<Map<String, String>> requests;

    /** Creates the sessions, and for each a request as its visitor's browser sends it. */
    @Setup
    public void create() {
        sessions = new ByteSessions(RecordKind.PLAIN, ATTRIBUTE_BYTES);
        web = guard.addTo(WebSessions.builder(sessions.manager)).build();
        boolean tokens = guard == GuardKind.TOKEN_CHECKED || guard == GuardKind.TOKEN_RENDERED;
        requests = IntStream.range(0, ByteSessions.SESSIONS)
                .mapToObj(visitor -> headers(visitor, tokens))
                .toList();
    }

    /** Forgets them. */
    @TearDown
    public void close() {
        sessions.close();
    }

    /** One request: judged, session opened, one attribute read, committed, completed. */
    void serve(int visitor, Blackhole hole) {
        boolean page = guard == GuardKind.TOKEN_RENDERED;
        RequestSession request = web.begin(new MemoryExchange(page ? "GET" : "POST", requests.get(visitor)));
        if (request.guarded().answer().isPresent()) {
            throw new IllegalStateException("refused: " + request.guarded().answer());
        }
        hole.consume(request.session().orElseThrow().get(ByteSessions.READ));
        if (page) {
            hole.consume(token(request));
        }
        request.commit();
        request.complete();
    }

    private Map<String, String> headers(int visitor, boolean withToken) {
        Map<String, String> headers = new HashMap<>(Map.of(
                "host", "shop.example",
                "cookie", "__Host-sid=" + sessions.token(visitor),
                "sec-fetch-site", "same-origin",
                "origin", "https://shop.example"));
        if (withToken) {
            RequestSession page = web.begin(new MemoryExchange("GET", headers));
            String token = token(page);
            page.commit();
            page.complete();
            headers.put("x-csrf-token", token);
        }
        return headers;
    }

    /** As a template reads it. */
    private static String token(RequestSession page) {
        return ((CsrfToken) page.guarded().exposed().get(CsrfToken.ATTRIBUTE)).getToken();
    }
}
