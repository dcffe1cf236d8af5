// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.codec.AttributeValue;
import dev.sojourn.codec.UnreadableAttributeException;
import dev.sojourn.store.Attributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * The attribute values that a request holds, each with its stored form when it got it.
 *
 * <p>Decodes a value when it is first asked for and hands out the same object from then on, so that a change inside the
 * object can be found at commit by comparing. Not thread-safe; its session guards it.
 */
final class AttributeView {
    private final Settings settings;
    private final BiConsumer<String, String> onQuarantine;
    private final Map<String, HandedOut> handedOut = new HashMap<>();
    private final SortedSet<String> quarantined = new TreeSet<>();

    private record HandedOut(Object value, AttributeValue asStored) {}

    /** A view that reports values that cannot be read: the name, and what is wrong. */
    AttributeView(Settings settings, BiConsumer<String, String> onQuarantine) {
        this.settings = settings;
        this.onQuarantine = onQuarantine;
    }

    Optional<Object> read(String name, Attributes stored, Changes changes) {
        HandedOut known = handedOut.get(name);
        if (known != null) {
            return Optional.of(known.value());
        }
        if (changes.removes(name) || quarantined.contains(name)) {
            return Optional.empty();
        }
        return stored.get(name)
                .filter(value -> !value.hasEndedAt(settings.clock()))
                .flatMap(value -> decode(name, value));
    }

    void hold(String name, Object value, AttributeValue asStored) {
        handedOut.put(name, new HandedOut(value, asStored));
        quarantined.remove(name); // there is a readable value now
    }

    /** The stored form of the value that was handed out, if one was. */
    Optional<AttributeValue> heldForm(String name) {
        return Optional.ofNullable(handedOut.get(name)).map(HandedOut::asStored);
    }

    void forget(String name) {
        handedOut.remove(name);
    }

    void forgetAll() {
        handedOut.clear();
    }

    void forgetApplicationValues() {
        handedOut.keySet().removeIf(name -> !ReservedNames.isReserved(name));
    }

    /** The names of what is stored or set and not known to be unreadable. */
    SortedSet<String> names(Attributes stored, Changes changes) {
        SortedSet<String> names = new TreeSet<>();
        stored.forEach((name, value) -> {
            if (!changes.removes(name)
                    && !quarantined.contains(name)
                    && !value.hasEndedAt(settings.clock())
                    && settings.codecs().canRead(value)) {
                names.add(name);
            }
        });
        names.addAll(changes.namesSet());
        return names;
    }

    /** Adds the changes that were made inside the objects handed out. */
    void collectInto(Changes changes) {
        handedOut.replaceAll((name, held) -> collected(name, held, changes));
    }

    /** Adds the change that was made inside the object of this name, if it was handed out. */
    void collectInto(Changes changes, String name) {
        handedOut.computeIfPresent(name, (same, held) -> collected(name, held, changes));
    }

    private HandedOut collected(String name, HandedOut held, Changes changes) {
        AttributeValue now = presentForm(held);
        if (now.equals(held.asStored())) {
            return held;
        }
        changes.put(name, now);
        return new HandedOut(held.value(), now);
    }

    private Optional<Object> decode(String name, AttributeValue stored) {
        try {
            Object value = settings.codecs().decode(stored);
            hold(name, value, stored);
            return Optional.of(value);
        } catch (UnreadableAttributeException unreadable) {
            quarantined.add(name);
            onQuarantine.accept(name, String.valueOf(unreadable.getMessage()));
            return Optional.empty();
        }
    }

    /** The stored form of a value that may have changed since it was handed out; the old form if it has not. */
    private AttributeValue presentForm(HandedOut held) {
        if (!settings.codecs().mayChange(held.asStored(), held.value())) {
            return held.asStored();
        }
        AttributeValue now = settings.encode(held.value(), held.asStored().endsAt());
        if (now.equals(held.asStored())) {
            return held.asStored();
        }
        // Other bytes can mean the same where another codec, or an older one, wrote them: then nothing changed.
        return now.equals(writtenAnew(held.asStored(), now)) ? held.asStored() : now;
    }

    private AttributeValue writtenAnew(AttributeValue stored, AttributeValue ifUnreadable) {
        try {
            return settings.encode(settings.codecs().decode(stored), stored.endsAt());
        } catch (UnreadableAttributeException neverReadBack) {
            return ifUnreadable; // a codec that cannot read what it wrote: nothing better is to be had
        }
    }
}
