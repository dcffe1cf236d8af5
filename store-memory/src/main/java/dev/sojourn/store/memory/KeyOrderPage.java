// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import dev.sojourn.store.Browsable.Page;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.Stream;

/**
 * One page of a walk in the order of the keys.
 *
 * <p>The cursor is the last key of the page before, so a session that lives through the walk is seen exactly once, however
 * many come and go meanwhile, and no walk holds anything in the heap between its pages.
 */
final class KeyOrderPage {
    private static final int MOST = 1_000;
    private static final Comparator<SessionRecord> BY_KEY = Comparator.comparing(SessionRecord::key);

    private final Optional<SessionKey> after;
    private final int limit;

    KeyOrderPage(Optional<String> cursor, int limit) {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("limit must be 1 to " + MOST + ", was " + limit);
        }
        this.limit = limit;
        this.after = cursor.map(text -> SessionKey.parse(text)
                .orElseThrow(() -> new IllegalArgumentException("the cursor is not one of this store")));
    }

    Page of(Stream<SessionRecord> sessions) {
        PriorityQueue<SessionRecord> lowest = new PriorityQueue<>(limit + 2, BY_KEY.reversed());
        sessions.filter(this::comesAfter).forEach(record -> {
            if (lowest.size() <= limit) {
                lowest.add(record);
            } else if (BY_KEY.compare(record, lowest.element()) < 0) {
                lowest.remove();
                lowest.add(record);
            }
        });
        boolean more = lowest.size() > limit;
        List<SessionRecord> page = lowest.stream().sorted(BY_KEY).limit(limit).toList();
        return new Page(page, more ? Optional.of(page.get(limit - 1).key().text()) : Optional.empty());
    }

    private boolean comesAfter(SessionRecord record) {
        return after.isEmpty() || record.key().compareTo(after.get()) > 0;
    }
}
