// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.codec.AttributeCodecs;
import dev.sojourn.codec.AttributeValue;
import dev.sojourn.store.Attributes;
import dev.sojourn.store.RecordFormat;
import dev.sojourn.store.SessionRecord;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Sessions with a counter, which shows what was saved, in the form in which a store gives them back. */
final class TestRecords {
    private static final String COUNTER = "counter";

    private final Sessions sessions = new Sessions(InstantSource.system());

    /** A new session whose counter is 0. */
    SessionRecord session() {
        return asStored(sessions.builder().attributes(counter(0)));
    }

    /** The same, of this user. */
    SessionRecord sessionOf(String principal) {
        return asStored(session().toBuilder().principal(Optional.of(principal)));
    }

    /** The next version, whose counter is one higher. */
    static SessionRecord next(SessionRecord from) {
        return asStored(from.toBuilder().version(from.version() + 1).attributes(counter(counterOf(from) + 1)));
    }

    /** The next version, with so many bytes more. */
    static SessionRecord large(SessionRecord from, int bytes) {
        return asStored(from.toBuilder()
                .version(from.version() + 1)
                .attributes(Attributes.of(Map.of(
                        COUNTER,
                        new AttributeValue.Plain(counterOf(from) + 1),
                        "large",
                        new AttributeValue.Plain("x".repeat(bytes))))));
    }

    static long counterOf(SessionRecord record) {
        return (Long) AttributeCodecs.standard()
                .decode(record.attributes().get(COUNTER).orElseThrow());
    }

    private static Attributes counter(long value) {
        return Attributes.of(Map.of(COUNTER, new AttributeValue.Plain(value)));
    }

    /** In the form in which it comes back, so that what is found can be compared. */
    private static SessionRecord asStored(SessionRecord.Builder builder) {
        SessionRecord record = builder.build();
        return RecordFormat.decode(record.key(), RecordFormat.encode(record));
    }
}
