// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What came back for one request. Immutable; a class and not a record, because a record would print the token. */
final class Reply {
    private static final int FIRST_REFUSAL = 400;

    private final Answer answer;
    private final String body;
    private final String newToken;
    private final boolean tokenRemoved;

    private Reply(Answer answer, String body, String newToken, boolean tokenRemoved) {
        this.answer = answer;
        this.body = body;
        this.newToken = newToken;
        this.tokenRemoved = tokenRemoved;
    }

    static Reply none(Answer answer) {
        return new Reply(answer, "", "", false);
    }

    /** Reads status and cookies; of several lines for the cookie the last one counts, as in a browser. */
    static Reply of(String node, HttpResponse<String> response, List<String> cookieNames) {
        if (response.statusCode() >= FIRST_REFUSAL) {
            return none(Answer.failed(node, String.valueOf(response.statusCode())));
        }
        String newToken = "";
        boolean removed = false;
        for (String line : response.headers().allValues("Set-Cookie")) {
            String pair = line.split(";", 2)[0].strip();
            String[] nameAndValue = pair.split("=", 2);
            if (nameAndValue.length == 2 && cookieNames.contains(nameAndValue[0])) {
                removed = nameAndValue[1].isEmpty() || isRemoval(line);
                newToken = removed ? "" : pair;
            }
        }
        return new Reply(Answer.ok(node, Seen.NOTHING), response.body(), newToken, removed);
    }

    boolean isSuccess() {
        return answer.outcome() == Answer.Outcome.OK;
    }

    String node() {
        return answer.node();
    }

    /** The answer as far as it says nothing about a session. */
    Answer answer() {
        return answer;
    }

    /** Name and value of the cookie that the answer sets; empty if it sets none. */
    String newToken() {
        return newToken;
    }

    /** Whether the answer takes the cookie away. */
    boolean isTokenRemoved() {
        return tokenRemoved;
    }

    /**
     * The session in the JSON of the answer.
     *
     * @throws IllegalArgumentException if the body is not what {@code docs/checker.md} says
     */
    Seen seen() {
        Map<String, Object> session = Json.object(body);
        if (!(session.get("id") instanceof String id)) {
            return Seen.NOTHING;
        }
        Map<?, ?> data = session.get("data") instanceof Map<?, ?> map ? map : Map.of();
        return new Seen(
                id,
                String.valueOf(session.getOrDefault("created", "")),
                data.get("user") instanceof String user ? user : "",
                data.get("visits") instanceof Long visits ? Math.toIntExact(visits) : 0);
    }

    private static boolean isRemoval(String line) {
        return line.toLowerCase(Locale.ROOT).replace(" ", "").contains(";max-age=0");
    }
}
