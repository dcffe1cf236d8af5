// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.seal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The keys of one moment: one seals, all but the revoked ones open. Immutable.
 *
 * <p>To change keys without ending a session: give the new key to every node with a time from which on it seals, some minutes
 * ahead. The old one goes on opening. Take it away when nothing is left that it sealed. {@code docs/encryption.md} has the
 * steps.
 *
 * <p>Times are by the clock of the node, and decide what seals only: a node whose clock is behind opens what the new key
 * sealed elsewhere.
 *
 * <p>Source: OWASP ASVS 5.0 11.1.1 (key life cycle); NIST SP 800-57 part 1, 5.3 (periods of use).
 */
public final class KeyRing implements KeyRingSource {
    private final List<Entry> entries;

    private KeyRing(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** One key, which seals and opens. */
    public static KeyRing of(SealingKey key) {
        return builder().sealing(key).build();
    }

    /** Starts without keys. */
    public static Builder builder() {
        return new Builder();
    }

    /** Itself: a ring that does not change is its own source. */
    @Override
    public KeyRing keyRing() {
        return this;
    }

    List<Entry> entries() {
        return entries;
    }

    /** The key that seals at this moment. */
    Optional<Entry> sealingAt(Instant now) {
        return entries.stream().filter(entry -> entry.sealsAt(now)).max(Comparator.comparing(Entry::notBefore));
    }

    /** How many keys there are; not which. */
    @Override
    public String toString() {
        return "KeyRing[" + entries.size() + "]";
    }

    /** What a key is for. */
    enum Role {
        SEALS_AND_OPENS,
        OPENS,
        REVOKED
    }

    /**
     * A key on the ring.
     *
     * @param notBefore from when on it seals
     * @param notAfter from when on it does not seal any more
     */
    record Entry(SealingKey key, Role role, Instant notBefore, Instant notAfter) {

        boolean sealsAt(Instant now) {
            return role == Role.SEALS_AND_OPENS && !now.isBefore(notBefore) && now.isBefore(notAfter);
        }
    }

    /** Collects keys; not thread-safe. */
    public static final class Builder {
        private final List<Entry> entries = new ArrayList<>();

        private Builder() {}

        /** A key that seals from ever to ever, unless a later one does. */
        public Builder sealing(SealingKey key) {
            return sealing(key, Instant.MIN, Instant.MAX);
        }

        /** A key that seals from this moment on; until then it opens only. Of several, the one with the latest moment seals. */
        public Builder sealing(SealingKey key, Instant notBefore) {
            return sealing(key, notBefore, Instant.MAX);
        }

        /**
         * A key that seals from one moment on, and from another on does not any more; it always opens.
         *
         * <p>If no key seals, sessions can be read and not written, and the caller is told that the store is unavailable: give the
         * next key before this one ends.
         */
        public Builder sealing(SealingKey key, Instant notBefore, Instant notAfter) {
            entries.add(new Entry(key, Role.SEALS_AND_OPENS, notBefore, notAfter));
            return this;
        }

        /** A key that opens what it sealed before, and seals no more. */
        public Builder opening(SealingKey key) {
            entries.add(new Entry(key, Role.OPENS, Instant.MIN, Instant.MAX));
            return this;
        }

        /**
         * A key that somebody else may have: what it sealed is not trusted any more.
         *
         * <p>It stays on the ring for that: a key that is simply missing means that this node was set up wrongly, and ends nothing.
         */
        public Builder revoked(SealingKey key) {
            entries.add(new Entry(key, Role.REVOKED, Instant.MIN, Instant.MAX));
            return this;
        }

        /**
         * The ring.
         *
         * @throws IllegalArgumentException if no key seals, a key is there twice, two seal from the same moment on, or a time ends
         *     before it begins; says all that is wrong
         */
        public KeyRing build() {
            List<String> problems = new ArrayList<>();
            if (sealing().isEmpty()) {
                problems.add("at least one key must seal");
            }
            checkTimes(problems);
            checkTwice(problems);
            if (!problems.isEmpty()) {
                throw new IllegalArgumentException("key ring: " + String.join("; ", problems));
            }
            return new KeyRing(entries);
        }

        private void checkTimes(List<String> problems) {
            List<Entry> sealing = sealing();
            for (int index = 0; index < sealing.size(); index++) {
                Entry entry = sealing.get(index);
                if (!entry.notBefore.isBefore(entry.notAfter)) {
                    problems.add("notAfter must be later than notBefore, was " + entry.notAfter);
                }
                if (index > 0 && entry.notBefore.equals(sealing.get(index - 1).notBefore)) {
                    problems.add("two keys seal from the same moment on: only one can");
                }
            }
        }

        private void checkTwice(List<String> problems) {
            for (int index = 0; index < entries.size(); index++) {
                SealingKey key = entries.get(index).key;
                if (entries.subList(0, index).stream().anyMatch(other -> other.key.hasSameBytesAs(key))) {
                    problems.add("the same key is on the ring twice");
                }
            }
        }

        private List<Entry> sealing() {
            return entries.stream()
                    .filter(entry -> entry.role == Role.SEALS_AND_OPENS)
                    .sorted(Comparator.comparing(Entry::notBefore))
                    .toList();
        }
    }
}
