// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sojourn.CommitResult;
import dev.sojourn.Session;
import dev.sojourn.SessionManager;
import dev.sojourn.seal.KeyRing;
import dev.sojourn.seal.SealingKey;
import dev.sojourn.store.RecordEncoding;
import dev.sojourn.store.SessionStore;
import dev.sojourn.testkit.SecretForms.Haystack;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What a thief of the store's contents gets: nothing that opens a session, and of sealed sessions nothing at all.
 *
 * <p>To be run on every store: extend it, and say how to make the store and how to look past it. Sessions go through all that
 * can happen to them (logins, renewals of both kinds, limits, lists of devices, tokens against forged requests, logouts, ends by
 * time), and after each step everything that is physically there is searched for every secret that was ever issued, as raw
 * bytes, hex and base64, whole or half.
 *
 * <p>Source: OWASP ASVS 5.0 14.2.4 and 16.2.5.
 */
public abstract class StoredSecretsContract {

    /** Knows the secrets, and ends each test with an inspection. */
    @RegisterExtension
    final TokenScanner scanner = new TokenScanner();

    private final ManualClock clock = ManualClock.create();

    /** For subclasses. */
    protected StoredSecretsContract() {}

    /** A new store without sessions, on this clock, that keeps records in this way. It is closed after the test. */
    protected abstract SessionStore newStore(InstantSource clock, RecordEncoding records);

    /** How to look past the store. */
    protected abstract StoreProbe probe(SessionStore store);

    /** Whether the store keeps bytes, which can be sealed; true unless overridden. */
    protected boolean sealsRecords() {
        return true;
    }

    /** T53, W25, W26: whoever reads the store has no token, at no moment of a session's life. */
    @Test
    public void a_dump_holds_no_usable_token() throws GeneralSecurityException {
        SessionStore store = newStore(clock, RecordEncoding.PLAIN);
        EventfulVisits visits = new EventfulVisits(store, probe(store), clock, scanner, new SecureRandom());

        visits.happen();

        assertTrue(visits.firstLooksShowed(EventfulVisits.Canary.VALUE), "the probe sees what is stored");
        assertTrue(
                visits.canariesFound().containsAll(EventfulVisits.Canary.CONTENT),
                "each canary would be found if it were not hidden");
        assertEquals(List.of(), scanner.leaks());
    }

    /** W26, W41, ASVS 14.2.4: of sealed sessions he has no user, no name, no value, and no secret of a form either. */
    @Test
    public void a_dump_of_sealed_sessions_holds_nothing_of_their_content() throws GeneralSecurityException {
        assumeTrue(sealsRecords(), "the store keeps objects");
        RecordEncoding sealed = RecordEncoding.builder()
                .sealedWith(KeyRing.of(newKey()))
                .application("contract")
                .clock(clock)
                .build();
        SessionStore store = newStore(clock, sealed);
        EventfulVisits visits = new EventfulVisits(store, probe(store), clock, scanner, scanner.random());

        visits.happen();

        assertEquals(List.of(), visits.canariesFound());
        assertEquals(List.of(), scanner.leaks());
    }

    /** The search is not blind: a token that an application puts into its session is found, through this very probe. */
    @Test
    public void a_token_that_an_application_stored_is_found() throws GeneralSecurityException {
        TokenScanner own = new TokenScanner();
        SessionStore store = newStore(clock, RecordEncoding.PLAIN);
        try (SessionManager manager = SessionManager.builder(store)
                .clock(clock)
                .random(own.random())
                .withoutThreads()
                .build()) {
            Session session = manager.create();
            session.keep();
            String token = manager.commit(session).token().orElseThrow().reveal();
            session.set("copy", token);
            assertEquals(CommitResult.Outcome.SAVED, manager.commit(session).outcome());
            probe(store).dump().forEach(bytes -> own.stored("store", bytes));
        }

        assertFalse(own.leaks().isEmpty());
    }

    /** The searches find what is there, in each of its forms. */
    @Test
    public void a_canary_is_found_in_every_form() {
        for (Haystack text : EventfulVisits.Canary.VALUE.everyForm()) {
            assertTrue(EventfulVisits.Canary.VALUE.forms().standIn(text));
        }
    }

    /** Drawn where the scanner listens, so that the key is searched too. */
    private SealingKey newKey() {
        byte[] bytes = new byte[SealingKey.SHORTEST];
        scanner.random().nextBytes(bytes);
        return SealingKey.of(bytes);
    }
}
