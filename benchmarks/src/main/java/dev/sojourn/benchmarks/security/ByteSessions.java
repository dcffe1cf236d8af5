// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks.security;

import dev.sojourn.CommitResult;
import dev.sojourn.Session;
import dev.sojourn.SessionManager;
import dev.sojourn.SessionPolicy;
import java.time.Duration;
import java.util.Random;
import java.util.StringJoiner;

/** Sessions of one size in a store of bytes, touched once a minute as with stores on a network. */
final class ByteSessions implements AutoCloseable {
    /** So many that their records do not stay in the processor's caches. */
    static final int SESSIONS = 5_000;

    /** The attribute that is read: a tenth of the session. */
    static final String READ = "line0";

    /** The attribute that is written: an Integer. */
    static final String WRITTEN = "visits";

    private static final int LINES = 10;
    private static final String[] WORDS = {
        "tea",
        "green",
        "black",
        "cup",
        "pot",
        "sugar",
        "quantity",
        "price",
        "note",
        "gift",
        "wrapped",
        "delivery",
        "street",
        "before",
        "noon",
        "please",
        "ring",
        "twice",
        "colour",
        "blue"
    };

    final SessionManager manager;
    final ByteStore store;
    private final String[] tokens = new String[SESSIONS];

    /**
     * Creates the sessions.
     *
     * @param attributeBytes how many characters of text each holds in ten attributes: words and numbers
     */
    ByteSessions(RecordKind records, int attributeBytes) {
        store = new ByteStore(records.encoding());
        manager = SessionManager.builder(store)
                .policy(SessionPolicy.builder()
                        .touchEvery(Duration.ofMinutes(1))
                        .build())
                .build();
        Random random = new Random(attributeBytes);
        for (int number = 0; number < SESSIONS; number++) {
            Session session = manager.create();
            for (int line = 0; line < LINES; line++) {
                session.set("line" + line, text(random, attributeBytes / LINES));
            }
            session.set(WRITTEN, number);
            CommitResult created = manager.commit(session);
            tokens[number] = created.token().orElseThrow().reveal();
        }
    }

    /** What the cookie of this visitor holds. */
    String token(int visitor) {
        return tokens[visitor];
    }

    @Override
    public void close() {
        manager.close();
    }

    private static String text(Random random, int length) {
        StringJoiner text = new StringJoiner(" ");
        while (text.length() < length) {
            text.add(random.nextInt(4) == 0 ? Integer.toString(random.nextInt(10_000)) : word(random));
        }
        return text.toString().substring(0, length);
    }

    private static String word(Random random) {
        return WORDS[random.nextInt(WORDS.length)];
    }
}
