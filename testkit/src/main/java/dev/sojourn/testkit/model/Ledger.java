// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.CommitResult;
import dev.sojourn.EndListener;
import dev.sojourn.EndReason;
import dev.sojourn.SessionEvent;
import dev.sojourn.SessionListener;
import dev.sojourn.SessionToken;
import dev.sojourn.codec.AttributeCodecs;
import dev.sojourn.codec.UnreadableAttributeException;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.StoreUnavailableException;
import dev.sojourn.testkit.FaultyStore;
import dev.sojourn.testkit.model.ModelStore.Failure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Which real key, token and event belongs to which number of the model, and what was done so far. One thread at a time. */
final class Ledger implements SessionListener, EndListener {
    private static final AttributeCodecs CODECS = AttributeCodecs.standard();

    private final Stage stage;
    private final ModelStore model;
    private final List<String> lines = new ArrayList<>();
    private final Map<Integer, SessionKey> keys = new TreeMap<>();
    private final Map<Integer, String> tokens = new HashMap<>();
    private final Map<SessionKey, List<EndReason>> told = new HashMap<>();
    private final Map<SessionKey, List<EndReason>> confirmed = new HashMap<>();
    private final Map<Integer, List<EndReason>> expectedEnds = new HashMap<>();

    Ledger(Stage stage, ModelStore model) {
        this.stage = stage;
        this.model = model;
    }

    @Override
    public void onEvent(SessionEvent event) {
        if (event instanceof SessionEvent.Ended ended) {
            add(told, ended);
        }
    }

    @Override
    public void onEnded(SessionEvent.Ended ended) {
        add(confirmed, ended);
    }

    private static void add(Map<SessionKey, List<EndReason>> ends, SessionEvent.Ended ended) {
        ends.computeIfAbsent(ended.session().key(), key -> new ArrayList<>()).add(ended.reason());
    }

    void line(String text) {
        lines.add(text);
    }

    List<String> lines() {
        return lines;
    }

    void knows(int session, SessionKey key) {
        keys.put(session, key);
    }

    SessionKey key(int session) {
        return Optional.ofNullable(keys.get(session)).orElseThrow();
    }

    String text(int secret) {
        return Optional.ofNullable(tokens.get(secret)).orElseThrow();
    }

    /** The session was ended by this, and somebody is to be told so. */
    void ended(int session, EndReason reason) {
        expectedEnds.put(session, List.of(reason));
    }

    /** If the answer to who ended it was lost, nobody can tell anybody. */
    void endedUnheard(int session) {
        if (model.last(session).isEmpty()) {
            expectedEnds.putIfAbsent(session, List.of());
        }
    }

    void forgetCopies(int node) {
        stage.forgetCopies(node);
    }

    /** Runs it with this failure; empty if the store is said to have failed. */
    <T> Optional<T> failing(Optional<Failure> failure, int node, Supplier<T> work) {
        FaultyStore faults = stage.nodes().get(node).faults();
        failure.ifPresent(what -> {
            if (what.after()) {
                faults.failAfter(what.verb());
            } else {
                faults.failBefore(what.verb());
            }
        });
        try {
            return Optional.of(work.get());
        } catch (StoreUnavailableException failed) {
            return Optional.empty();
        } finally {
            faults.comeBack();
        }
    }

    /** The same secret of the model is the same token, and another one another. */
    void checkToken(Expected expected, CommitResult result) {
        assertEquals(expected.secret() != 0, result.token().isPresent(), "whether there is a token");
        assertEquals(expected.changed(), result.tokenChanged(), "whether the browser must be sent a token");
        result.token().map(SessionToken::reveal).ifPresent(text -> {
            String known = tokens.get(expected.secret());
            if (known == null) {
                assertFalse(tokens.containsValue(text), "the token is an old one");
                tokens.put(expected.secret(), text);
            }
            assertTrue(text.equals(tokens.get(expected.secret())), "the token is the one that it should be");
        });
    }

    /** What is stored, looked at behind everything. */
    void checkStored(int session) {
        Optional<SessionRecord> found = stage.nodes().get(0).connection().find(key(session));
        assertEquals(
                model.find(session).map(Ledger::text).orElse("nothing"),
                found.map(Ledger::text).orElse("nothing"),
                "what is stored of session " + session);
    }

    /** Of all that was stored, each end was told once, with the right reason; and, where nodes have one, to the end listener too. */
    void checkEnds(boolean confirms) {
        checkEnds(told);
        if (confirms) {
            checkEnds(confirmed);
        }
    }

    private void checkEnds(Map<SessionKey, List<EndReason>> told) {
        keys.forEach((session, key) -> {
            List<EndReason> expected = model.last(session)
                    .map(last -> List.of(last.expiresAt() == last.deadline ? EndReason.LIFETIME : EndReason.IDLE))
                    .orElse(expectedEnds.getOrDefault(session, List.of()));
            List<EndReason> ends = told.getOrDefault(key, List.of());
            boolean asExpected = ends.containsAll(expected) && ends.size() >= expected.size();
            boolean right = (asExpected || model.isStillborn(session)) && ends.size() <= expected.size();
            assertTrue(
                    right,
                    () -> "the end of session " + session + " must be told as " + expected + ", and was as " + ends);
        });
    }

    private static String text(ModelRecord record) {
        return record.toString();
    }

    private static String text(SessionRecord record) {
        Map<String, Object> values = new TreeMap<>();
        record.attributes().forEach((name, value) -> {
            try {
                values.put(name, CODECS.decode(value));
            } catch (UnreadableAttributeException unreadable) {
                values.put(name, "unreadable");
            }
        });
        return "version " + record.version() + ", " + record.principal().orElse("nobody") + ", " + values
                + ", renewals "
                + record.renewals() + ", last accessed " + record.lastAccessed().toEpochMilli() + ", expires "
                + record.expiresAt().toEpochMilli();
    }
}
