// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.store.ConfirmedEnds;
import dev.sojourn.store.Expiring.EndedSession;
import dev.sojourn.store.ForeignRecordException;
import dev.sojourn.store.RecordEncoding;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.StoreUnavailableException;
import dev.sojourn.store.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol;

/**
 * When sessions are due to end: sorted sets, several so that a cluster shares the work. Thread-safe.
 *
 * <p>An entry is only a reason to look. The record decides, in one script: still alive, then the entry is set to its
 * new end; over, then the record is taken away and its last state handed to this caller and no other. So a touch need
 * not be entered, a crash between two steps leaves at worst an entry too many, and any node can claim what any other
 * made.
 */
final class DueShards {
    private static final int SHARDS = 16;
    private static final int BATCH = 100;
    /** What the claim answers for a record that a newer version of the library wrote. */
    private static final long NEWER_FORMAT = 1;

    private static final Duration LOOK_AGAIN = Duration.ofMinutes(10);

    private final Redis redis;
    private final KeyNames names;
    private final RecordEncoding records;
    private final Duration kept;
    private final OccasionalWarning unreadable = new OccasionalWarning(
            "sessions that ended by time and could not be read, so that nobody is told of their end: %d");
    private final ConcurrentLinkedQueue<EndedSession> replaced = new ConcurrentLinkedQueue<>();
    private final Set<EndedSession> replacedAndHandedOut = ConcurrentHashMap.newKeySet();

    DueShards(Redis redis, KeyNames names, RecordEncoding records, Duration kept) {
        this.redis = redis;
        this.names = names;
        this.records = records;
        this.kept = kept;
    }

    /** How to enter a session's end; empty if it never ends by time. */
    Optional<Command> entry(SessionRecord record, Instant now) {
        return record.expiresAtMillis() >= Scripts.NEVER
                ? Optional.empty()
                : Optional.of(entry(shardOf(record.key()), record.key(), record.expiresAtMillis(), now));
    }

    /** A session that had ended and whose key is used anew: its end waits here to be told. */
    void replaced(SessionKey key, byte[] bytes) {
        ended(key, bytes).ifPresent(replaced::add);
    }

    /** What was claimed is handed out even if the rest fails: nobody else can claim it. */
    List<EndedSession> claim(int limit, Instant now) {
        List<EndedSession> claimed = takeReplaced(limit);
        try {
            for (int shard = 0; shard < SHARDS; shard++) {
                claim(names.due(shard), limit, now, claimed);
            }
        } catch (StoreUnavailableException failure) {
            if (claimed.isEmpty()) {
                throw failure;
            }
        }
        return List.copyOf(claimed);
    }

    /** As a claim, but what is handed out stays, is due again only after a while, and is left to this caller until then. */
    List<EndedSession> handOut(int limit, Instant now) {
        List<EndedSession> out = takeReplaced(limit);
        replacedAndHandedOut.addAll(out);
        try {
            for (int shard = 0; shard < SHARDS; shard++) {
                handOut(names.due(shard), limit, now, out);
            }
        } catch (StoreUnavailableException failure) {
            if (out.isEmpty()) {
                throw failure;
            }
        }
        return List.copyOf(out);
    }

    /** Takes away what was told; answers with those that were there, even if the rest fails: nobody else is told that they went. */
    List<EndedSession> confirm(List<EndedSession> told, Instant now) {
        List<EndedSession> taken = new ArrayList<>();
        try {
            for (int from = 0; from < told.size(); from += BATCH) {
                confirm(told.subList(from, Math.min(told.size(), from + BATCH)), now, taken);
            }
        } catch (StoreUnavailableException failure) {
            if (taken.isEmpty()) {
                throw failure;
            }
        }
        return List.copyOf(taken);
    }

    private List<EndedSession> takeReplaced(int limit) {
        List<EndedSession> taken = new ArrayList<>();
        while (taken.size() < limit && !replaced.isEmpty()) {
            Optional.ofNullable(replaced.poll()).ifPresent(taken::add);
        }
        return taken;
    }

    private void claim(byte[] shard, int limit, Instant now, List<EndedSession> claimed) {
        while (claimed.size() < limit) {
            List<byte[]> members = due(shard, Math.min(BATCH, limit - claimed.size()), now);
            if (members.isEmpty()) {
                return;
            }
            look(shard, members, now, false, claimed);
        }
    }

    private void handOut(byte[] shard, int limit, Instant now, List<EndedSession> out) {
        boolean more = true;
        while (more && out.size() < limit) {
            int asked = Math.min(BATCH, limit - out.size());
            List<byte[]> due = members(redis.call(Command.script(
                    Scripts.HAND_OUT,
                    shard,
                    Command.bytes(now.toEpochMilli()),
                    Command.bytes(now.plus(ConfirmedEnds.HELD).toEpochMilli()),
                    Command.bytes(asked))));
            if (!due.isEmpty()) {
                look(shard, due, now, true, out);
            }
            more = due.size() == asked;
        }
    }

    /** Looks at the records of entries that are due, and settles these unless what is over stays. */
    private void look(byte[] shard, List<byte[]> members, Instant now, boolean stays, List<EndedSession> over) {
        List<SessionKey> keys = new ArrayList<>();
        List<byte[]> settled = new ArrayList<>();
        members.forEach(member -> keyOf(member).ifPresentOrElse(keys::add, () -> settled.add(member)));
        List<@Nullable Object> answers =
                redis.callAll(keys.stream().map(key -> take(key, now, stays)).toList());
        List<Command> rest = new ArrayList<>();
        for (int index = 0; index < keys.size(); index++) {
            SessionKey key = keys.get(index);
            Object answer = answers.get(index);
            long lives = livesUntil(answer, now);
            if (lives > 0) {
                rest.add(entry(shard, key, lives, now));
            } else if (!(answer instanceof StoreUnavailableException) && !(stays && isForOthers(key, answer))) {
                Optional<EndedSession> ended = ended(key, answer);
                ended.ifPresent(over::add);
                if (!stays || ended.isEmpty()) {
                    settled.add(Command.bytes(key.text()));
                }
                if (stays && ended.isEmpty()) {
                    rest.add(take(key, now, false));
                }
            }
        }
        if (!settled.isEmpty()) {
            rest.add(settle(shard, stays ? now.plus(ConfirmedEnds.HELD) : now, settled));
        }
        redis.callAll(rest).forEach(Answers::orThrow);
        answers.forEach(Answers::orThrow);
    }

    private void confirm(List<EndedSession> told, Instant now, List<EndedSession> taken) {
        List<EndedSession> stored = new ArrayList<>();
        told.forEach(ended -> (replacedAndHandedOut.remove(ended) ? taken : stored).add(ended));
        List<@Nullable Object> answers = redis.callAll(stored.stream()
                .map(ended -> take(ended.session().key(), now, false))
                .toList());
        List<Command> settling = new ArrayList<>();
        for (int index = 0; index < stored.size(); index++) {
            SessionKey key = stored.get(index).session().key();
            if (answers.get(index) instanceof byte[]) {
                taken.add(stored.get(index));
            }
            if (livesUntil(answers.get(index), now) == 0
                    && !(answers.get(index) instanceof StoreUnavailableException)) {
                settling.add(settle(shardOf(key), now.plus(ConfirmedEnds.HELD), List.of(Command.bytes(key.text()))));
            }
        }
        redis.callAll(settling).forEach(Answers::orThrow);
        answers.forEach(Answers::orThrow);
    }

    private Command take(SessionKey key, Instant now, boolean stays) {
        return Command.script(
                Scripts.CLAIM,
                names.session(key),
                Command.bytes(now.toEpochMilli()),
                Command.bytes(1),
                Command.bytes(stays ? 1 : 0));
    }

    /** Takes those entries away that are due by then. */
    private static Command settle(byte[] shard, Instant due, List<byte[]> members) {
        List<byte[]> arguments = new ArrayList<>(List.of(Command.bytes(due.toEpochMilli())));
        arguments.addAll(members);
        return Command.script(Scripts.SETTLE, shard, arguments.toArray(new byte[0][]));
    }

    private List<byte[]> due(byte[] shard, int limit, Instant now) {
        Object members = redis.call(Command.read(
                Protocol.Command.ZRANGEBYSCORE,
                shard,
                Command.bytes("-inf"),
                Command.bytes(now.toEpochMilli()),
                Command.bytes("LIMIT"),
                Command.bytes(0),
                Command.bytes(limit)));
        return members(members);
    }

    private static List<byte[]> members(@Nullable Object answer) {
        return Answers.list(answer).stream().map(member -> (byte[]) member).toList();
    }

    /** When to look again, 0 if there is nothing to look for any more. */
    private static long livesUntil(@Nullable Object answer, Instant now) {
        if (!(answer instanceof Long over)) {
            return 0;
        }
        if (over == NEWER_FORMAT) {
            return now.plus(LOOK_AGAIN).toEpochMilli();
        }
        return over > now.toEpochMilli() && over < Scripts.NEVER ? over : 0;
    }

    /** Its time was over: where it cannot be read, or not by this node, nothing can be told of it, and nothing waits for it. */
    private Optional<EndedSession> ended(SessionKey key, @Nullable Object answer) {
        if (!(answer instanceof byte[] bytes)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new EndedSession(records.decode(key, bytes), false));
        } catch (UnreadableRecordException | ForeignRecordException untold) {
            unreadable.warn();
            return Optional.empty();
        }
    }

    /** Whether another node, which has the key, can read it and tell its end. */
    private boolean isForOthers(SessionKey key, @Nullable Object answer) {
        if (!(answer instanceof byte[] bytes)) {
            return false;
        }
        try {
            SessionRecord unused = records.decode(key, bytes);
            return false;
        } catch (ForeignRecordException sealedForOthers) {
            return true;
        } catch (UnreadableRecordException forNobody) {
            return false;
        }
    }

    private byte[] shardOf(SessionKey key) {
        return names.due(Math.floorMod(key.hashCode(), SHARDS));
    }

    private Command entry(byte[] shard, SessionKey key, long over, Instant now) {
        return Command.script(
                Scripts.ENTER,
                shard,
                Command.bytes(over),
                Command.bytes(key.text()),
                Command.bytes(now.toEpochMilli()),
                Command.bytes(kept.toMillis()),
                Command.bytes("-inf"));
    }

    private static Optional<SessionKey> keyOf(byte[] member) {
        return SessionKey.parse(new String(member, StandardCharsets.US_ASCII));
    }
}
