// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit;

import dev.sojourn.SessionToken;
import dev.sojourn.store.SessionKey;
import dev.sojourn.testkit.SecretForms.Haystack;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Ends each test with an inspection: no token in any log, text or store, no log above DEBUG, no thread left behind.
 *
 * <p>Registered as a field: {@code @RegisterExtension final TokenScanner scanner = new TokenScanner();}. It learns every
 * secret in two ways, of which each alone would miss some: {@link #random()} is the manager's random source, so no random
 * secret escapes it, also one that was never sent; {@link #issued} is told the tokens that commits answer, so those that a
 * renewal derived are known, and beside them all that derive in one step from a known secret. It searches whole secrets and
 * halves of them, as raw bytes, hex and base64, and whole keys in texts.
 *
 * <p>Logs are read from {@code java.util.logging}, where {@code System.Logger} leads by default, at all levels. Thread-safe;
 * for one test after another, not for tests in parallel.
 *
 * <p>Source: OWASP ASVS 5.0 16.2.5, 14.2.1.
 */
public final class TokenScanner implements BeforeEachCallback, AfterEachCallback, TestExecutionExceptionHandler {
    private static final String LOGGERS = "dev.sojourn";
    private static final int TOKEN_CHARACTERS = 64;
    private static final int SECRET_BYTES = 32;
    private static final int SALT_BYTES = 16;
    private static final long THREAD_MILLIS = 2_000;

    private final SecureRandom random = new Overheard();
    private final Queue<byte[]> secrets = new ConcurrentLinkedQueue<>();
    private final Queue<byte[]> salts = new ConcurrentLinkedQueue<>();
    private final Queue<byte[]> tokens = new ConcurrentLinkedQueue<>();
    private final Map<String, Haystack> seen = new LinkedHashMap<>();
    private final Map<String, Haystack> stored = new LinkedHashMap<>();
    private final Logs logs = new Logs();
    private final Logger logger = Logger.getLogger(LOGGERS);
    private volatile boolean warningsExpected;

    /** Knows no secret yet. */
    public TokenScanner() {}

    /** The source to build managers with: a strong one, whose output is remembered. */
    public SecureRandom random() {
        return random;
    }

    /** This token was issued. */
    public void issued(SessionToken token) {
        issued(token.reveal());
    }

    /**
     * This was issued as a token: the value of a cookie, for example. What follows its 64 characters, a signature, is no secret.
     *
     * @throws IllegalArgumentException if it cannot be a token
     */
    public void issued(String token) {
        if (token.length() < TOKEN_CHARACTERS) {
            throw new IllegalArgumentException("a token has at least " + TOKEN_CHARACTERS + " characters");
        }
        tokens.add(Base64.getUrlDecoder().decode(token.substring(0, TOKEN_CHARACTERS)));
    }

    /** This was shown to somebody: searched at the end of the test. */
    public synchronized void shown(String where, Object text) {
        seen.put(where + " #" + seen.size(), Haystack.of(String.valueOf(text)));
    }

    /** This was thrown: searched with its causes at the end of the test. */
    public void thrown(Throwable problem) {
        StringWriter text = new StringWriter();
        problem.printStackTrace(new PrintWriter(text));
        shown("exception " + problem.getClass().getName(), text);
    }

    /** This was found in a store: searched for secrets at the end of the test; keys belong there. */
    public synchronized void stored(String where, byte[] bytes) {
        stored.put(where + " #" + stored.size(), Haystack.of(bytes));
    }

    /** This test provokes a warning. */
    public void expectWarnings() {
        warningsExpected = true;
    }

    /** What was logged so far, each line beginning with its level. */
    public List<String> logged() {
        return List.copyOf(logs.lines);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        logger.setLevel(Level.ALL);
        logger.setUseParentHandlers(false);
        logger.addHandler(logs);
    }

    /** A failed test's exception is searched as well. */
    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable problem) throws Throwable {
        thrown(problem);
        throw problem;
    }

    @Override
    public void afterEach(ExtensionContext context) throws InterruptedException, GeneralSecurityException {
        logger.removeHandler(logs);
        logger.setUseParentHandlers(true);
        logger.setLevel(null);
        List<String> problems = new ArrayList<>(leaks());
        if (logs.loud && !warningsExpected) {
            problems.add("logged above DEBUG: " + logs.lines);
        }
        problems.addAll(leftThreads());
        if (!problems.isEmpty()) {
            throw new AssertionError(String.join("; ", problems));
        }
    }

    /**
     * Where secrets have been found so far; empty if nowhere. Names places, never what was found there.
     *
     * @throws GeneralSecurityException if this Java runtime has no HMAC-SHA-256
     */
    public synchronized List<String> leaks() throws GeneralSecurityException {
        List<SecretForms> forms = allSecrets();
        Map<String, Haystack> texts = new LinkedHashMap<>(seen);
        logs.lines.forEach(line -> texts.put("log line #" + texts.size(), Haystack.of(line)));
        List<String> leaks = new ArrayList<>();
        List<String> keys =
                tokens.stream().map(TokenScanner::keyText).distinct().toList();
        texts.forEach((where, text) -> {
            if (keys.stream().anyMatch(text.plain()::contains)) {
                leaks.add("a key in " + where);
            }
        });
        texts.putAll(stored);
        texts.forEach((where, text) -> {
            if (forms.stream().anyMatch(secret -> secret.standIn(text))) {
                leaks.add("a secret in " + where);
            }
        });
        return leaks;
    }

    private static String keyText(byte[] token) {
        byte[] key = Arrays.copyOf(token, SessionKey.BYTES);
        return SessionKey.of(key).text();
    }

    private List<SecretForms> allSecrets() throws GeneralSecurityException {
        List<byte[]> all = new ArrayList<>(secrets);
        tokens.forEach(both -> all.add(Arrays.copyOfRange(both, both.length - SECRET_BYTES, both.length)));
        List<SecretForms> forms = new ArrayList<>();
        for (byte[] secret : all) {
            forms.add(new SecretForms(secret));
            for (byte[] salt : salts) {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(secret, "HmacSHA256"));
                forms.add(new SecretForms(mac.doFinal(salt)));
            }
        }
        return forms;
    }

    private static List<String> leftThreads() throws InterruptedException {
        List<String> left = new ArrayList<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("sojourn-")) {
                thread.join(THREAD_MILLIS);
                if (thread.isAlive()) {
                    left.add("thread " + thread.getName() + " is left");
                }
            }
        }
        return left;
    }

    /** Strong randomness that is listened in on. */
    private final class Overheard extends SecureRandom {
        private static final long serialVersionUID = 1L;

        @Override
        public void nextBytes(byte[] bytes) {
            super.nextBytes(bytes);
            if (bytes.length == SECRET_BYTES) {
                secrets.add(bytes.clone());
            } else if (bytes.length == SALT_BYTES) {
                salts.add(bytes.clone());
            }
        }
    }

    private static final class Logs extends Handler {
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();
        private volatile boolean loud;

        @Override
        public void publish(LogRecord entry) {
            StringWriter text = new StringWriter();
            text.append(entry.getLevel() + " " + entry.getMessage() + " " + Arrays.toString(entry.getParameters()));
            if (entry.getThrown() != null) {
                entry.getThrown().printStackTrace(new PrintWriter(text));
            }
            lines.add(text.toString());
            loud |= entry.getLevel().intValue() > Level.FINE.intValue();
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
