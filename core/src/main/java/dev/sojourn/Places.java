// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.codec.AttributeValue;
import dev.sojourn.codec.UnreadableAttributeException;
import dev.sojourn.store.Attributes;
import dev.sojourn.store.PrincipalIndex;
import dev.sojourn.store.SessionRecord;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The places that a user's sessions take where their number is limited, and the order of their logins.
 *
 * <p><b>The order</b> must look the same from every node and must not change while anybody decides by it. Times do neither:
 * clocks differ, and a re-authentication moves {@link SessionRecord#authenticated()}. So each login draws a number, one more
 * than the highest that it finds among the user's sessions, and stores it with the binding. A login that began after another
 * was answered finds that one's number, and draws a higher one. Logins at the same time may draw the same number; the keys
 * then say who is first. Sessions from before there was a limit have no number and count as oldest, by their last login.
 *
 * <p><b>The list.</b> All of it stands on one promise of {@link PrincipalIndex}: who lists after a binding was acknowledged
 * finds that binding. So of any number of logins that have bound their sessions, the one that lists last sees all.
 */
final class Places {
    private final Settings settings;
    private final Comparator<SessionRecord> order;

    Places(Settings settings) {
        this.settings = settings;
        this.order = Comparator.comparingLong(this::number)
                .thenComparing(record -> record.authenticated().orElse(Instant.MIN))
                .thenComparing(SessionRecord::key);
    }

    /** The user's sessions, those asking for a place too, oldest login first; as the store says, whose clock all share. */
    List<SessionRecord> of(String principal) {
        return settings.capability(PrincipalIndex.class).findByPrincipal(principal).stream()
                .sorted(order)
                .toList();
    }

    /** The number of a login that found these. */
    long numberAfter(List<SessionRecord> found) {
        return 1 + found.stream().mapToLong(this::number).max().orElse(0);
    }

    AttributeValue encoded(long number) {
        return settings.encode(number);
    }

    /** Whether this login has no place, but asks for one, or has been told that there is none. */
    boolean isWithout(SessionRecord record) {
        return record.attributes().get(ReservedNames.ASKING).isPresent();
    }

    /** Whether this login may still get a place. */
    boolean isAsking(SessionRecord record) {
        return value(record, ReservedNames.ASKING).filter(Boolean.TRUE::equals).isPresent();
    }

    /** The next version of the record of a login that asks, with the mark that it has been refused. */
    SessionRecord refused(SessionRecord asking) {
        return asking.toBuilder()
                .version(asking.version() + 1)
                .attributes(asking.attributes().with(ReservedNames.ASKING, settings.encode(false)))
                .build();
    }

    /** These attributes with the marks of a login that asks, and has this number. */
    Attributes asking(Attributes attributes, AttributeValue number) {
        return attributes.with(ReservedNames.PLACE, number).with(ReservedNames.ASKING, settings.encode(true));
    }

    /** These attributes with the marks that were there before. */
    static Attributes restored(Attributes marked, Attributes before) {
        Map<String, AttributeValue> restored = marked.toMap();
        for (String name : List.of(ReservedNames.ASKING, ReservedNames.PLACE)) {
            restored.remove(name);
            before.get(name).ifPresent(value -> restored.put(name, value));
        }
        return Attributes.of(restored);
    }

    /** First the login that was first. */
    Comparator<SessionRecord> order() {
        return order;
    }

    private long number(SessionRecord record) {
        return value(record, ReservedNames.PLACE)
                .filter(Number.class::isInstance)
                .map(number -> ((Number) number).longValue())
                .orElse(0L);
    }

    private Optional<Object> value(SessionRecord record, String name) {
        try {
            return record.attributes().get(name).map(settings.codecs()::decode);
        } catch (UnreadableAttributeException unreadable) {
            return Optional.empty();
        }
    }
}
