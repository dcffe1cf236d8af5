// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web.csrf;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The text of a token: a mask, and under it what the session's secret makes of purpose and scheme.
 *
 * <p>The mask is another one in each page: compression cannot tell a guess from the token (BREACH, CVE-2013-3587). What is
 * under it is one-way, so a token gives nothing of the secret away, and differs between http and https.
 */
final class MaskedToken {
    private static final int HALF = 32;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{85}[AQgw]"); // one text for 64 bytes

    private MaskedToken() {}

    static String of(byte[] secret, boolean secure, byte[] mask) {
        byte[] both = Arrays.copyOf(mask, 2 * HALF);
        byte[] masked = xor(mask, proof(secret, secure));
        System.arraycopy(masked, 0, both, HALF, HALF);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(both);
    }

    /** Takes the same time for each wrong token of the right form. A mask of zeros is none, and was never given out. */
    static boolean matches(String text, byte[] secret, boolean secure) {
        if (!FORM.matcher(text).matches()) {
            return false;
        }
        byte[] both = Base64.getUrlDecoder().decode(text);
        byte[] mask = Arrays.copyOf(both, HALF);
        byte[] claimed = xor(mask, Arrays.copyOfRange(both, HALF, 2 * HALF));
        boolean right = MessageDigest.isEqual(claimed, proof(secret, secure));
        return right && !Arrays.equals(mask, new byte[HALF]);
    }

    private static byte[] proof(byte[] secret, boolean secure) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            String purpose = "sojourn csrf token\n" + (secure ? "https" : "http");
            return mac.doFinal(purpose.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(
                    "this Java runtime lacks HmacSHA256, which every one must have", impossible);
        }
    }

    private static byte[] xor(byte[] left, byte[] right) {
        byte[] result = new byte[HALF];
        for (int i = 0; i < HALF; i++) {
            result[i] = (byte) (left[i] ^ right[i]);
        }
        return result;
    }
}
