// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import dev.sojourn.codec.AttributeCodecs;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionActivationListener;
import jakarta.servlet.http.HttpSessionEvent;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The values of a session that want to know when they are turned into bytes and back, and are awake: the application has them.
 *
 * <p>A request reads its own copy of a value from the store, so a value wakes up in each request that gets it, and falls
 * asleep before that request saves. Live objects of a store in the heap stay awake, and are told nothing. Thread-safe; one
 * for one session in one request. Source: Servlet 6.1, 7.7.2.
 */
final class ActiveValues {
    private final AttributeCodecs codecs;
    private final Map<String, HttpSessionActivationListener> awake = new HashMap<>();

    ActiveValues(AttributeCodecs codecs) {
        this.codecs = codecs;
    }

    /** The application gets this value; one that it did not have before was just decoded. */
    void got(HttpSession session, String name, Object value) {
        if (isTold(value) && add(name, (HttpSessionActivationListener) value)) {
            wake(session, (HttpSessionActivationListener) value);
        }
    }

    /** The application has put this value into the session. */
    void set(String name, Object value) {
        lost(name);
        if (isTold(value)) {
            add(name, (HttpSessionActivationListener) value);
        }
    }

    /** The session has no such value any more: what becomes of it is the application's business. */
    synchronized void lost(String name) {
        awake.remove(name);
    }

    /** The session is about to be saved, and its request is over. */
    void sleep(HttpSession session) {
        tellOfSleep(session, copy());
    }

    /** Saves while the request goes on with its values. */
    void sleepDuring(HttpSession session, Runnable save) {
        Map<String, HttpSessionActivationListener> before = copy();
        tellOfSleep(session, before);
        try {
            save.run();
        } finally {
            before.forEach((name, value) -> got(session, name, value));
        }
    }

    private void tellOfSleep(HttpSession session, Map<String, HttpSessionActivationListener> values) {
        if (values.isEmpty()) {
            return;
        }
        Set<HttpSessionActivationListener> once = Collections.newSetFromMap(new IdentityHashMap<>());
        once.addAll(values.values());
        HttpSessionEvent event = new HttpSessionEvent(session);
        once.forEach(value -> SessionListeners.tell(value, () -> value.sessionWillPassivate(event)));
        forgetAll(); // not before: a value that looks at others must not wake them
    }

    private boolean isTold(Object value) {
        return value instanceof HttpSessionActivationListener && codecs.supports(value);
    }

    /** Whether it was not awake before, be it under another name. */
    private synchronized boolean add(String name, HttpSessionActivationListener value) {
        boolean isNew = awake.values().stream().noneMatch(known -> known == value);
        awake.put(name, value);
        return isNew;
    }

    private synchronized Map<String, HttpSessionActivationListener> copy() {
        return Map.copyOf(awake);
    }

    private synchronized void forgetAll() {
        awake.clear();
    }

    private static void wake(HttpSession session, HttpSessionActivationListener value) {
        SessionListeners.tell(value, () -> value.sessionDidActivate(new HttpSessionEvent(session)));
    }
}
