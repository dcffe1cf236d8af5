// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

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
        List<EndedSession> claimed = new ArrayList<>();
        while (claimed.size() < limit && !replaced.isEmpty()) {
            Optional.ofNullable(replaced.poll()).ifPresent(claimed::add);
        }
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

    private void claim(byte[] shard, int limit, Instant now, List<EndedSession> claimed) {
        while (claimed.size() < limit) {
            List<byte[]> members = due(shard, Math.min(BATCH, limit - claimed.size()), now);
            if (members.isEmpty()) {
                return;
            }
            List<SessionKey> keys = new ArrayList<>();
            List<byte[]> settled = new ArrayList<>(List.of(Command.bytes(now.toEpochMilli())));
            members.forEach(member -> keyOf(member).ifPresentOrElse(keys::add, () -> settled.add(member)));
            List<@Nullable Object> answers = redis.callAll(keys.stream()
                    .map(key -> Command.script(
                            Scripts.CLAIM, names.session(key), Command.bytes(now.toEpochMilli()), Command.bytes(1)))
                    .toList());
            List<Command> rest = new ArrayList<>();
            for (int index = 0; index < keys.size(); index++) {
                SessionKey key = keys.get(index);
                long lives = livesUntil(answers.get(index), now);
                if (lives > 0) {
                    rest.add(entry(shard, key, lives, now));
                } else if (!(answers.get(index) instanceof StoreUnavailableException)) {
                    settled.add(Command.bytes(key.text()));
                    ended(key, answers.get(index)).ifPresent(claimed::add);
                }
            }
            rest.add(Command.script(Scripts.SETTLE, shard, settled.toArray(new byte[0][])));
            redis.callAll(rest).forEach(Answers::orThrow);
            answers.forEach(Answers::orThrow);
        }
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
        return Answers.list(members).stream().map(member -> (byte[]) member).toList();
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
