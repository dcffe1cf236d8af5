// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sojourn.CommitResult;
import dev.sojourn.Session;
import dev.sojourn.SessionManager;
import dev.sojourn.SessionToken;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That it finds what it is meant to find: a scanner that sees nothing would pass every test. */
class TokenScannerTest {
    private final TokenScanner scanner = new TokenScanner();

    private SessionToken issuedToken() {
        try (SessionManager manager = SessionManager.builder(new SerializingStore(ManualClock.create()))
                .random(scanner.random())
                .build()) {
            Session session = manager.create();
            session.keep();
            CommitResult result = manager.commit(session);
            return result.token().orElseThrow();
        }
    }

    private static byte[] secretOf(SessionToken token) {
        return Arrays.copyOfRange(Base64.getUrlDecoder().decode(token.reveal()), 16, 48);
    }

    private void assertFound(String text) throws Exception {
        int before = scanner.leaks().size();
        scanner.shown("text", "before " + text + " after");
        assertEquals(before + 1, scanner.leaks().size(), "not found");
    }

    /** ASVS 16.2.5, W26, W51: a secret is found in every shape, though nobody said that the token was issued. */
    @Test
    void a_secret_is_found_in_every_shape() throws Exception {
        SessionToken token = issuedToken();
        byte[] secret = secretOf(token);
        assertFound(token.reveal());
        assertFound(token.reveal().substring(22));
        assertFound(token.reveal().substring(40));
        assertFound(HexFormat.of().formatHex(secret));
        assertFound(HexFormat.of().withUpperCase().formatHex(secret));
        assertFound(Base64.getEncoder().encodeToString(secret));
        assertFound(Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(secret, 20)));
        byte[] shifted = new byte[33];
        System.arraycopy(secret, 0, shifted, 1, 32);
        assertFound(Base64.getEncoder().encodeToString(shifted));
        scanner.stored("bytes", shifted);
        assertEquals(9, scanner.leaks().size());
        scanner.thrown(new IllegalStateException("outer", new RuntimeException(token.reveal())));
        assertEquals(10, scanner.leaks().size());
    }

    @Test
    void a_key_is_found_in_texts_and_expected_in_stores() throws Exception {
        SessionToken token = issuedToken();
        scanner.issued(token);
        scanner.stored("store", token.key().toBytes());
        scanner.shown("short form", token);
        assertEquals(List.of(), scanner.leaks());
        scanner.shown("log", "key=" + token.key().text());
        assertEquals(List.of("a key in log #1"), scanner.leaks());
    }

    /** A secret that a renewal derived is found although it was never told. */
    @Test
    void a_derived_secret_is_found() throws Exception {
        byte[] secret = new byte[32];
        byte[] salt = new byte[16];
        scanner.random().nextBytes(secret);
        scanner.random().nextBytes(salt);
        javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA256");
        mac.init(new javax.crypto.spec.SecretKeySpec(secret, "HmacSHA256"));
        scanner.shown("text", HexFormat.of().formatHex(mac.doFinal(salt)));
        assertEquals(1, scanner.leaks().size());
    }
}
