// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Which secrets of a session are good, in the model: a secret is a number, 0 stands for none. Immutable.
 *
 * @param current the secret in force
 * @param salt of the last renewal on the timer
 * @param next the derived secret that was sent and not seen yet
 * @param old the secrets before, newest first
 */
record ModelSecrets(int current, int salt, int next, List<Old> old) {
    private static final int REMEMBERED = 4;

    /** A secret that is no longer in force, and until when it is good all the same. */
    record Old(int secret, long goodUntil) {}

    /** What a secret is worth. */
    enum Worth {
        CURRENT,
        NEXT,
        GRACE,
        STALE,
        UNKNOWN;

        boolean opens() {
            return this == CURRENT || this == NEXT || this == GRACE;
        }
    }

    static ModelSecrets first(int secret) {
        return new ModelSecrets(secret, 0, 0, List.of());
    }

    Worth worth(int secret, long now) {
        if (secret == current) {
            return Worth.CURRENT;
        }
        if (secret == next) {
            return Worth.NEXT;
        }
        return old.stream()
                .filter(one -> one.secret == secret)
                .findFirst()
                .map(one -> now < one.goodUntil ? Worth.GRACE : Worth.STALE)
                .orElse(Worth.UNKNOWN);
    }

    /** How long a stale secret has been dead. */
    long deadFor(int secret, long now) {
        return old.stream()
                .filter(one -> one.secret == secret)
                .mapToLong(one -> now - one.goodUntil)
                .findFirst()
                .orElse(0);
    }

    /** A login: all others are dead. */
    ModelSecrets replacedBy(int secret, long now) {
        List<Old> dead = new ArrayList<>();
        if (next != 0) {
            dead.add(new Old(next, now));
        }
        dead.add(new Old(current, now));
        old.forEach(one -> dead.add(new Old(one.secret, Math.min(one.goodUntil, now))));
        return new ModelSecrets(secret, 0, 0, newest(dead));
    }

    /** The timer's renewal has begun. */
    ModelSecrets started(int newSalt, int derived) {
        return new ModelSecrets(current, newSalt, derived, old);
    }

    /** The derived secret came back. */
    ModelSecrets confirmed(long oldGoodUntil) {
        List<Old> dead = new ArrayList<>();
        dead.add(new Old(current, oldGoodUntil));
        dead.addAll(old);
        return new ModelSecrets(next, salt, 0, newest(dead));
    }

    private static List<Old> newest(List<Old> all) {
        return List.copyOf(all.subList(0, Math.min(REMEMBERED, all.size())));
    }
}
