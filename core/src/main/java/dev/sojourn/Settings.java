// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.codec.AttributeCodecs;
import dev.sojourn.codec.AttributeValue;
import dev.sojourn.store.SessionStore;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;

/** What the manager was built with, for the pieces that it consists of. */
record Settings(
        SessionStore store,
        SessionPolicy policy,
        AttributeCodecs codecs,
        SigningKeys signing,
        SecureRandom random,
        InstantSource clock) {

    Instant now() {
        return clock.instant();
    }

    StoredForms forms() {
        return new StoredForms(codecs);
    }

    AttributeValue encode(Object value) {
        Objects.requireNonNull(value, "an attribute value must not be null: remove the attribute instead");
        return codecs.encode(value, store.keepsReferences());
    }
}
