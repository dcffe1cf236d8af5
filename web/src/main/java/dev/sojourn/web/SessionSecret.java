// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import dev.sojourn.Session;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A secret in a session that dies with a change of privilege: with a login, and with {@code renew()}.
 *
 * <p>It is an attribute that holds the public id of when it was made, and the secret. {@link HeldSession} takes it away in
 * the commit that renews the session, so that both happen or none. The id in it tells a secret that was made after the login
 * in the same request, and stays.
 */
final class SessionSecret {
    /** The attribute's name; adapters that list attributes leave it out. */
    static final String ATTRIBUTE = "dev.sojourn.web.secret";

    private static final int BYTES = 32;

    private SessionSecret() {}

    static Optional<byte[]> known(RequestSession request) {
        return request.session().flatMap(SessionSecret::in);
    }

    /** The secret, made if need be. A parallel request may make one too: the first saved counts for both. */
    static byte[] knownOrNew(Supplier<Session> creating, Runnable saving, SecureRandom random) {
        Session session = creating.get();
        Optional<String> found = text(session);
        if (found.filter(text -> isOf(text, session)).isPresent()) {
            return in(session).orElseThrow();
        }
        if (found.isPresent()) {
            saving.run(); // a login of this request takes away what was made before it
        }
        if (text(session).isEmpty()) {
            byte[] bytes = new byte[BYTES];
            random.nextBytes(bytes);
            String fresh =
                    session.id() + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            String unused = session.update(ATTRIBUTE, "", text -> text.isEmpty() ? fresh : text);
            if (session.state() == Session.State.OPEN) {
                saving.run();
            }
        }
        return in(session).orElseThrow();
    }

    /** A login or renewal is about to be committed: what was made before it goes. */
    static void renewing(Session session) {
        if (text(session).filter(text -> !isOf(text, session)).isPresent()) {
            session.remove(ATTRIBUTE);
        }
    }

    /** Whether it holds one. */
    static boolean isIn(Session session) {
        return text(session).isPresent();
    }

    private static Optional<byte[]> in(Session session) {
        return text(session)
                .map(text -> Base64.getUrlDecoder().decode(text.substring(text.indexOf('.') + 1)))
                .filter(secret -> secret.length == BYTES);
    }

    private static Optional<String> text(Session session) {
        return session.get(ATTRIBUTE)
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .filter(text -> text.indexOf('.') > 0);
    }

    private static boolean isOf(String text, Session session) {
        return text.startsWith(session.id() + ".");
    }
}
