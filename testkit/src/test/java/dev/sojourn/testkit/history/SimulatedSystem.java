// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A session system in a few lines, correct or with one bug. Each request has two moments: it reads, and it takes effect. */
final class SimulatedSystem {
    private static final int ONE_IN = 5;

    private final Bug bug;
    private final Random random;
    private final Set<String> known = new HashSet<>();
    private final Deque<Map<String, Entry>> snapshots = new ArrayDeque<>();
    private Map<String, Entry> records = new HashMap<>();
    private int ids;

    SimulatedSystem(Bug bug, Random random) {
        this.bug = bug;
        this.random = random;
    }

    /** What a request read before it takes effect: only a system that saves unconditionally uses it. */
    @Nullable
    Entry read(String label) {
        return records.get(label);
    }

    /** Takes effect. The token is the number of logins that the client knows of. */
    Answer apply(Intent intent, int token, @Nullable Entry readBefore) {
        Entry present = records.get(intent.session());
        if (present == null && intent.kind() == Intent.Kind.INCREMENT && token == 0 && isNew(intent.session())) {
            present = new Entry("id" + ids++, intent.session(), 0, "", 0);
        }
        if (present == null || present.token != token) {
            return Answer.noSession("n", Seen.NOTHING);
        }
        Entry next = next(present, intent, readBefore);
        if (intent.kind() == Intent.Kind.LOGOUT) {
            if (!isHit(Bug.LOGOUT_FORGOTTEN)) {
                records.remove(intent.session());
            }
            return Answer.ok("n", Seen.NOTHING);
        }
        records.put(intent.session(), next);
        if (isHit(Bug.SESSION_FORGOTTEN)) {
            records.remove(intent.session());
        }
        return Answer.ok(
                "n", intent.kind() == Intent.Kind.INCREMENT && token > 0 ? Seen.NOTHING : shown(next, present));
    }

    void takeSnapshot() {
        snapshots.addLast(new HashMap<>(records));
    }

    /** A replica that lags takes over. */
    void failOver() {
        records = new HashMap<>(snapshots.removeFirst());
    }

    private Entry next(Entry present, Intent intent, @Nullable Entry readBefore) {
        return switch (intent.kind()) {
            case INCREMENT, SECTION -> {
                if (isHit(Bug.INCREMENT_DROPPED)) {
                    yield present;
                }
                Entry base = bug == Bug.SAVE_UNCONDITIONAL && readBefore != null ? readBefore : present;
                yield base.counted(isHit(Bug.INCREMENT_REPEATED) ? 2 : 1);
            }
            case LOGIN ->
                isHit(Bug.LOGIN_FORGOTTEN)
                        ? present.loggedIn("", "id" + ids++)
                        : present.loggedIn(intent.user(), "id" + ids++);
            case READ, LOGOUT -> present;
        };
    }

    private Seen shown(Entry record, Entry before) {
        if (isHit(Bug.SESSIONS_SWAPPED)) {
            return records.values().stream()
                    .skip(random.nextInt(records.size()))
                    .findFirst()
                    .orElse(record)
                    .seen();
        }
        return isHit(Bug.READ_STALE) ? before.counted(-1).seen() : record.seen();
    }

    /** Labels are used up: what was there once does not begin again. */
    private boolean isNew(String label) {
        return known.add(label);
    }

    private boolean isHit(Bug wanted) {
        return bug == wanted && random.nextInt(ONE_IN) == 0;
    }

    /** What is wrong with the system. */
    enum Bug {
        NONE,
        INCREMENT_DROPPED,
        INCREMENT_REPEATED,
        SAVE_UNCONDITIONAL,
        LOGOUT_FORGOTTEN,
        LOGIN_FORGOTTEN,
        SESSION_FORGOTTEN,
        SESSIONS_SWAPPED,
        READ_STALE
    }

    /**
     * A session.
     *
     * @param id its public id
     * @param created tells it from the one before
     * @param visits its count
     * @param user who is logged in
     * @param token how often its token changed
     */
    record Entry(String id, String created, int visits, String user, int token) {

        Entry counted(int by) {
            return new Entry(id, created, visits + by, user, token);
        }

        Entry loggedIn(String newUser, String newId) {
            return new Entry(newId, created, visits, newUser, token + 1);
        }

        Seen seen() {
            return new Seen(id, created, user, Math.max(0, visits));
        }
    }
}
