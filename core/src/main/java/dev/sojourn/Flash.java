// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import java.util.Optional;
import java.util.SortedSet;

/**
 * Values that are shown once: set by one request, read by the next, then gone.
 *
 * <p>A value is used up by the first request that reads it, at that request's commit, unless it is kept. It waits until
 * somebody reads it: a picture or a script that the browser fetches meanwhile, and that reads nothing, cannot swallow the
 * message meant for the page. Thread-safe like its session.
 */
public interface Flash {

    /** Sets a value for the next request that reads it. */
    void next(String name, Object value);

    /** Sets a value for this request only; it is never stored. */
    void now(String name, Object value);

    /** The value, which this reading uses up at commit; a value set by {@link #now} comes first. */
    Optional<Object> get(String name);

    /** The value, which is gone at once, for this request too. */
    Optional<Object> pop(String name);

    /** The names of all values that {@link #get} would find, in order. */
    SortedSet<String> names();

    /** Keeps a value for one more reading, whether or not this request has read it; also turns one of {@link #now} into it. */
    void keep(String name);

    /** Keeps all values for one more reading. */
    default void keep() {
        names().forEach(this::keep);
    }
}
