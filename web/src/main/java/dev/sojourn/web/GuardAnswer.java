// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import java.util.List;
import java.util.Locale;

/**
 * The answer to a refused request, for an adapter to send. Immutable.
 *
 * <p>Its headers are set already. It says that the request was refused, and nothing of the request or of the reason.
 *
 * @param status the response's status
 * @param contentType the response's {@code Content-Type}; empty if there is no body
 * @param body the body, to be sent as UTF-8
 */
public record GuardAnswer(int status, String contentType, String body) {
    private static final int UNAVAILABLE = 503;
    private static final String RETRY_AFTER_SECONDS = "5";
    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Request refused</title></head>
            <body><main><h1>Request refused</h1>
            <p>%s</p></main></body>
            </html>
            """;
    private static final String REFUSED =
            "This request was refused, and nothing was changed. Go back, reload the page, and try again.";
    private static final String LATER = "The service is unavailable for the moment. Try again in a few seconds.";

    /** The answer to this refusal of this request; sets the headers that go with it. */
    static GuardAnswer to(GuardRefusal refusal, WebExchange exchange) {
        boolean later = refusal.status() == UNAVAILABLE;
        exchange.setResponseHeader("Cache-Control", "no-store");
        exchange.setResponseHeader("X-Content-Type-Options", "nosniff");
        exchange.setResponseHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        if (later) {
            exchange.setResponseHeader("Retry-After", RETRY_AFTER_SECONDS);
        }
        return switch (refusal.body()) {
            case EMPTY -> new GuardAnswer(refusal.status(), "", "");
            case JSON -> json(refusal, later);
            case HTML -> html(refusal, later);
            case AS_ASKED -> asksForJson(exchange) ? json(refusal, later) : html(refusal, later);
        };
    }

    private static GuardAnswer json(GuardRefusal refusal, boolean later) {
        String error = later ? "unavailable" : "refused";
        return new GuardAnswer(refusal.status(), "application/json", "{\"error\":\"" + error + "\"}\n");
    }

    private static GuardAnswer html(GuardRefusal refusal, boolean later) {
        return new GuardAnswer(refusal.status(), "text/html;charset=UTF-8", PAGE.formatted(later ? LATER : REFUSED));
    }

    private static boolean asksForJson(WebExchange exchange) {
        return mentions(exchange.requestHeaders("X-Requested-With"), "xmlhttprequest")
                || isJson(exchange.requestHeaders("Content-Type"))
                || (isJson(exchange.requestHeaders("Accept"))
                        && !mentions(exchange.requestHeaders("Accept"), "text/html"));
    }

    private static boolean isJson(List<String> lines) {
        return mentions(lines, "/json") || mentions(lines, "+json");
    }

    private static boolean mentions(List<String> lines, String word) {
        return lines.stream().anyMatch(line -> line.toLowerCase(Locale.ROOT).contains(word));
    }
}
