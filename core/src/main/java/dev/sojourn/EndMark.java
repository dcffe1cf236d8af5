// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.codec.UnreadableAttributeException;
import dev.sojourn.store.SessionRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Marks a record as that of a session which somebody ended, and which is kept until its end has been told.
 *
 * <p>The mark moves the deadline into the past, so that the session is over for every verb of every store, and keeps the deadline
 * that there was. A minute into the past, as clocks differ.
 *
 * @param at when it ended
 * @param deadline that of the session before
 */
record EndMark(EndReason reason, Instant at, Instant deadline) {
    private static final Duration LEEWAY = Duration.ofMinutes(1);
    private static final String SEPARATOR = " ";
    private static final int PARTS = 3;

    /** The next version of the record, with the mark of an end at this moment. */
    static SessionRecord on(SessionRecord record, EndReason reason, Settings settings) {
        Instant now = settings.now();
        String text = reason
                + SEPARATOR
                + now.toEpochMilli()
                + SEPARATOR
                + record.deadline().toEpochMilli();
        return record.toBuilder()
                .version(record.version() + 1)
                .deadline(now.minus(LEEWAY))
                .attributes(record.attributes().with(ReservedNames.ENDED, settings.encode(text)))
                .build();
    }

    /** The mark on this record; empty if the session ended by time. */
    static Optional<EndMark> of(SessionRecord record, Settings settings) {
        try {
            return record.attributes()
                    .get(ReservedNames.ENDED)
                    .map(settings.codecs()::decode)
                    .flatMap(EndMark::parse);
        } catch (UnreadableAttributeException unreadable) {
            return Optional.empty();
        }
    }

    /** The record as it was before it was marked. */
    SessionRecord removedFrom(SessionRecord marked) {
        return marked.toBuilder()
                .version(marked.version() - 1)
                .deadline(deadline)
                .attributes(marked.attributes().without(ReservedNames.ENDED))
                .build();
    }

    private static Optional<EndMark> parse(Object value) {
        String[] parts = String.valueOf(value).split(SEPARATOR, -1);
        try {
            return parts.length == PARTS
                    ? Optional.of(new EndMark(EndReason.valueOf(parts[0]), moment(parts[1]), moment(parts[2])))
                    : Optional.empty();
        } catch (IllegalArgumentException writtenByAnotherVersion) {
            return Optional.empty();
        }
    }

    private static Instant moment(String millis) {
        return Instant.ofEpochMilli(Long.parseLong(millis));
    }
}
