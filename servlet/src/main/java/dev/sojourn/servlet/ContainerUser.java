// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import dev.sojourn.Session;
import dev.sojourn.web.GuardedRequest;
import dev.sojourn.web.binding.BindingGuard;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whom the container logged in, as the session remembers it: so that its id changes when that user comes, and not again with
 * each request in which a browser says once more who it is.
 *
 * <p>Kept in an attribute, which {@code HttpSession} does not list and listeners are not told of.
 */
final class ContainerUser {
    private static final String ATTRIBUTE = "dev.sojourn.servlet.user";

    private static final Set<String> OWN = Set.of(ATTRIBUTE, GuardedRequest.SECRET_ATTRIBUTE, BindingGuard.ATTRIBUTE);

    private ContainerUser() {}

    static boolean isRememberedBy(Session session, String user) {
        return session.get(ATTRIBUTE).equals(Optional.of(user));
    }

    static void remember(Session session, String user) {
        session.set(ATTRIBUTE, user);
    }

    /** Nobody is logged in from now on. */
    static void forget(Session session) {
        if (session.has(ATTRIBUTE)) {
            session.remove(ATTRIBUTE);
        }
    }

    /** These names without those of attributes that the library keeps for itself. */
    static Set<String> without(Set<String> names) {
        if (Collections.disjoint(names, OWN)) {
            return names;
        }
        Set<String> others = new TreeSet<>(names);
        others.removeAll(OWN);
        return others;
    }
}
