// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;

/** What a feed listens to: how to ask a server for it, and what to make of what it then says unasked. Thread-safe. */
interface FeedSubject {

    /** What is sent on a new connection; its answer is not looked at. */
    CommandArguments request();

    /** Something the server said unasked, of whatever kind; one call at a time. */
    void heard(List<?> push, FeedListeners listeners);

    /** Whether this is the text. */
    static boolean is(@Nullable Object said, String text) {
        return said instanceof byte[] bytes && new String(bytes, StandardCharsets.US_ASCII).equals(text);
    }
}
