// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import dev.sojourn.CommitResult;
import dev.sojourn.Session;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Does what a browser does when the same token comes in a new text, since the text carries the record: it forgets the old one. So the
 * rules can name a session by the first text of its token, whatever store is below. Another token is another text: after a login the old
 * one is what it was.
 */
final class TextJar {
    private final Map<String, String> texts = new HashMap<>();
    private final IdentityHashMap<Session, Opened> opened = new IdentityHashMap<>();

    private record Opened(String text, String id) {}

    /** The text that a browser would present where a rule names this one. */
    synchronized String newest(String text) {
        String newest = text;
        while (texts.containsKey(newest)) {
            newest = texts.get(newest);
        }
        return newest;
    }

    synchronized void opened(Session session, String text) {
        opened.put(session, new Opened(newest(text), session.id()));
    }

    synchronized void committed(Session session, CommitResult result) {
        Opened before = opened.get(session);
        if (before == null || !result.tokenChanged() || result.token().isEmpty()) {
            return;
        }
        String text = result.token().get().reveal();
        if (session.id().equals(before.id) && !text.equals(before.text)) {
            texts.put(before.text, text);
            opened.put(session, new Opened(text, before.id));
        }
    }
}
