// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import dev.sojourn.store.CarriedRecords;
import dev.sojourn.store.CarriedRecords.Carried;
import dev.sojourn.store.SessionRecord;
import java.util.Optional;

/** Tokens that carry their record, where the store has the client keep it: opened, and sealed anew with each change. */
final class CarriedTokens {
    private CarriedTokens() {}

    /** The token that this text was, once it is opened. */
    static SessionToken opened(String presented, Carried carried) {
        return SessionToken.carrying(carried.record().key(), carried.secret(), presented);
    }

    /**
     * What the browser is to hold once this record is stored; empty where the store keeps records itself, or nobody holds a token.
     *
     * @throws dev.sojourn.codec.AttributeLimitException if the record is too long to be carried
     */
    static Optional<SessionToken> sealed(Settings settings, Optional<SessionToken> held, SessionRecord record) {
        Optional<CarriedRecords> carrier = settings.carried();
        return carrier.isEmpty() ? Optional.empty() : held.map(token -> sealed(settings, carrier.get(), token, record));
    }

    private static SessionToken sealed(
            Settings settings, CarriedRecords carrier, SessionToken held, SessionRecord record) {
        SessionToken forBrowser = TimerRenewal.browserToken(record, held, held.secretHash(), settings, settings.now());
        return SessionToken.carrying(record.key(), forBrowser.secret(), carrier.seal(forBrowser.secret(), record));
    }
}
