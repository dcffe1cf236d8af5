// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.codec.AttributeCodecs;
import dev.sojourn.codec.AttributeValue;
import dev.sojourn.codec.AttributeValue.EncodedValue;
import dev.sojourn.codec.AttributeValue.Plain;
import dev.sojourn.codec.UnreadableAttributeException;
import dev.sojourn.store.Attributes;
import dev.sojourn.store.SessionRecord;
import java.util.Optional;

/** Tells whether two stored forms mean the same: a store may give back as bytes what it was given as a plain value. */
final class StoredForms {
    private final AttributeCodecs codecs;

    StoredForms(AttributeCodecs codecs) {
        this.codecs = codecs;
    }

    /** Whether both are absent, or both are there with the same value. */
    boolean same(Optional<AttributeValue> one, Optional<AttributeValue> other) {
        return (one.isPresent() && other.isPresent()) ? same(one.get(), other.get()) : one.equals(other);
    }

    boolean same(AttributeValue one, AttributeValue other) {
        if (!one.endsAt().equals(other.endsAt())) {
            return false;
        }
        if (one instanceof Plain plain && other instanceof EncodedValue encoded) {
            return decodesTo(encoded, plain);
        }
        if (other instanceof Plain plain && one instanceof EncodedValue encoded) {
            return decodesTo(encoded, plain);
        }
        return one.equals(other);
    }

    /** Whether all fields and all attributes are the same. */
    boolean same(SessionRecord one, SessionRecord other) {
        return same(one.attributes(), other.attributes()) && bare(one).equals(bare(other));
    }

    private boolean same(Attributes one, Attributes other) {
        return one.matches(other, this::same);
    }

    private boolean decodesTo(EncodedValue encoded, Plain plain) {
        try {
            return codecs.decode(encoded).equals(plain.value());
        } catch (UnreadableAttributeException unreadable) {
            return false;
        }
    }

    private static SessionRecord bare(SessionRecord record) {
        return record.toBuilder().attributes(Attributes.NONE).build();
    }
}
