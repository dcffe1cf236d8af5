// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import dev.sojourn.ConflictPolicy;
import dev.sojourn.OpenResult;
import dev.sojourn.Session;
import dev.sojourn.SessionManager;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The tokens that a request presented, and the one session they open, if it is one. */
final class PresentedTokens {
    private static final System.Logger LOGGER = System.getLogger(RequestSession.class.getName());
    private static final byte[] DIGEST_PURPOSE = "sojourn presented token\n".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGEST_BYTES = 16;
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9_-]{1,16}");

    private final List<String> tokens;

    PresentedTokens(List<String> tokens) {
        this.tokens = List.copyOf(tokens);
    }

    /** The one that stands for all where one is asked for. */
    Optional<String> first() {
        return tokens.stream().findFirst();
    }

    /**
     * Tries them in order. If they open two different sessions, none counts: somebody else planted one of them, and which one
     * cannot be told.
     *
     * <p>Of several, none waits for a turn before it is known which one counts: the request would wait for itself.
     */
    Optional<Opened> open(WebSessions sessions, WebExchange exchange) {
        SessionManager manager = sessions.manager();
        OccasionalLog log = sessions.suspicions();
        ConflictPolicy policy = sessions.policyFor(exchange);
        boolean late = tokens.size() > 1 && policy == ConflictPolicy.EXCLUSIVE;
        Optional<Opened> found = tried(manager, late ? ConflictPolicy.MERGE : policy, log);
        return late
                ? found.flatMap(one -> new PresentedTokens(List.of(one.token())).tried(manager, policy, log))
                : found;
    }

    private Optional<Opened> tried(SessionManager manager, ConflictPolicy policy, OccasionalLog log) {
        if (tokens.size() > SessionTransport.MOST_CANDIDATES) {
            log.warn("A request carried more than " + SessionTransport.MOST_CANDIDATES
                    + " different session tokens; none was tried.");
            return Optional.empty();
        }
        Optional<Opened> found = Optional.empty();
        for (String token : tokens) {
            OpenResult result = manager.open(token, policy);
            if (result instanceof OpenResult.NoSession none) {
                LOGGER.log(System.Logger.Level.DEBUG, "a presented session token was refused: {0}", none.reason());
                continue;
            }
            Session session = result.session().orElseThrow();
            if (found.isPresent() && !found.get().session().id().equals(session.id())) {
                log.warn("A request carried tokens of two different live sessions; none was used. Perhaps another host"
                        + " of the domain plants cookies: a cookie name with the prefix __Host- prevents that.");
                return Optional.empty();
            }
            if (found.isEmpty()) {
                found = Optional.of(new Opened(token, session.id(), session));
            }
        }
        return found;
    }

    /**
     * What can be shown of a token that opened nothing: a digest, which identifies it and gives nothing away.
     *
     * <p>A text that is shorter than the digest and than any public id is shown as it is, if it can stand in a log: it is no
     * token, and a piece of one that opens anything is longer.
     */
    static String shown(String token) {
        return HARMLESS.matcher(token).matches() ? token : digest(token);
    }

    private static String digest(String token) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(DIGEST_PURPOSE);
            byte[] hash = digest.digest(token.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, DIGEST_BYTES));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java runtime lacks SHA-256, which every one must have", impossible);
        }
    }

    /** The token that opened a session, and its public id at that moment. */
    record Opened(String token, String id, Session session) {
        /** Nothing of the token. */
        @Override
        public String toString() {
            return "Opened[" + id + "]";
        }
    }
}
