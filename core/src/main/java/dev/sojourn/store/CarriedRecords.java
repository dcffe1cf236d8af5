// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store;

import java.util.Optional;

/**
 * A store whose records travel with the client: the token is the record, sealed, and nothing is looked up.
 *
 * <p>The session manager then opens the text instead of finding a record, and seals a new text whenever the record changes: before
 * it asks the store to create, save or touch, so that a record which is too long is refused while the old one still stands. Key and
 * secret are in the text as they are in any token, so that renewal and public id work as everywhere.
 *
 * <p>What nobody but the client keeps cannot be found, listed or counted, and two requests at the same time do not know of each
 * other: the response that reaches the browser last wins.
 */
public interface CarriedRecords {

    /**
     * What this text carries; empty for every text that opens nothing, whatever the reason: forged, damaged, of another application,
     * too old, ended.
     *
     * <p>If the text was superseded by a login, the record's secrets say that its secret is dead.
     *
     * @throws StoreUnavailableException if it cannot be told at present
     */
    Optional<Carried> open(String presented);

    /**
     * The text that carries this record: printable ASCII that can stand in a cookie and a header. Two texts of one record differ.
     *
     * @param secret what opens the record: {@value SecretHash#BYTES} bytes
     * @throws dev.sojourn.codec.AttributeLimitException if it would be longer than the client can carry
     * @throws StoreUnavailableException if nothing can be sealed at present
     */
    String seal(byte[] secret, SessionRecord record);

    /** Whether an end is remembered somewhere else than in the client, so that a copy of the text does not outlive it. */
    boolean remembersEnds();

    /** What a text carries. */
    final class Carried {
        private final byte[] secret;
        private final SessionRecord record;
        private final boolean sealedByOldKey;

        /**
         * That record with its secret.
         *
         * @param sealedByOldKey whether the text should be sealed anew, since another key seals by now
         */
        public Carried(byte[] secret, SessionRecord record, boolean sealedByOldKey) {
            this.secret = secret.clone();
            this.record = record;
            this.sealedByOldKey = sealedByOldKey;
        }

        /** The secret, in a new array. */
        public byte[] secret() {
            return secret.clone();
        }

        /** The record. */
        public SessionRecord record() {
            return record;
        }

        /** Whether the text should be sealed anew, since another key seals by now. */
        public boolean isSealedByOldKey() {
            return sealedByOldKey;
        }

        /** Nothing of the secret. */
        @Override
        public String toString() {
            return "Carried[" + record + "]";
        }
    }
}
