// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.store.RecordEncoding;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol;

/**
 * Which sessions belong to whom: a sorted set for each principal. Thread-safe.
 *
 * <p>An entry is made before the session is bound, so at worst there is one too many, and every listing looks at the
 * records themselves. An entry's score says until when it is good at the latest; it is made anew before the session
 * outlives it. Entries whose session is gone are taken away by the listing that finds them, but not while they are so
 * new that the session may still be on its way.
 */
final class PrincipalSets {
    private static final Duration ON_ITS_WAY = Duration.ofMinutes(10);
    private static final Duration AHEAD = Duration.ofMinutes(1);
    private static final int BATCH = 500;
    private static final int KEY_LENGTH = 22;
    private static final Comparator<SessionRecord> OLDEST_FIRST =
            Comparator.comparing(SessionRecord::created).thenComparing(SessionRecord::key);

    private final Redis redis;
    private final KeyNames names;
    private final RecordEncoding records;

    PrincipalSets(Redis redis, KeyNames names, RecordEncoding records) {
        this.redis = redis;
        this.names = names;
        this.records = records;
    }

    /** Enters a session that is about to be bound; nothing to do if it has no principal. */
    void enter(SessionRecord record, Instant now) {
        record.principal().ifPresent(principal -> {
            long until = indexedUntil(record, now);
            Object unused = redis.call(Command.script(
                    Scripts.ENTER,
                    names.principal(records.principalHash(principal)),
                    Command.bytes(until >= Scripts.NEVER ? "inf" : Long.toString(until)),
                    Command.bytes(record.key().text() + now.getEpochSecond()),
                    Command.bytes(now.toEpochMilli()),
                    Command.bytes(0),
                    Command.bytes(now.toEpochMilli())));
        });
    }

    List<SessionRecord> find(String principal, Instant now) {
        Map<SessionKey, SessionRecord> found = new LinkedHashMap<>();
        for (byte[] hash : records.principalHashes(principal)) {
            find(names.principal(hash), principal, now, found);
        }
        return found.values().stream().sorted(OLDEST_FIRST).toList();
    }

    private void find(byte[] set, String principal, Instant now, Map<SessionKey, SessionRecord> found) {
        List<byte[]> dead = new ArrayList<>();
        List<byte[]> entries = entries(set, now);
        for (int from = 0; from < entries.size(); from += BATCH) {
            List<byte[]> batch = entries.subList(from, Math.min(entries.size(), from + BATCH));
            look(batch, principal, now, found, dead);
        }
        if (!dead.isEmpty()) {
            Object unused = redis.call(Command.write(Protocol.Command.ZREM, set, dead.toArray(new byte[0][])));
        }
    }

    private List<byte[]> entries(byte[] set, Instant now) {
        Object members = redis.call(Command.read(
                Protocol.Command.ZRANGEBYSCORE, set, Command.bytes("(" + now.toEpochMilli()), Command.bytes("+inf")));
        List<byte[]> entries = new ArrayList<>();
        for (Object member : Answers.list(members)) {
            byte[] entry = (byte[]) member;
            if (keyOf(entry).isPresent()) {
                entries.add(entry);
            }
        }
        return entries;
    }

    private void look(
            List<byte[]> entries,
            String principal,
            Instant now,
            Map<SessionKey, SessionRecord> found,
            List<byte[]> dead) {
        List<SessionKey> keys =
                entries.stream().map(entry -> keyOf(entry).orElseThrow()).toList();
        List<@Nullable Object> stored = redis.callAll(keys.stream()
                .map(key -> Command.read(Protocol.Command.GET, names.session(key)))
                .toList());
        for (int index = 0; index < keys.size(); index++) {
            SessionKey key = keys.get(index);
            byte @Nullable [] bytes = Answers.bytesOrNull(stored.get(index));
            Optional<SessionRecord> record = bytes == null ? Optional.empty() : readable(key, bytes);
            if (record.filter(live -> isOf(live, principal, now)).isPresent()) {
                found.put(key, record.get());
            } else if ((bytes == null || record.isPresent()) && !mayBeOnItsWay(entries.get(index), now)) {
                dead.add(entries.get(index));
            }
        }
    }

    private static boolean isOf(SessionRecord record, String principal, Instant now) {
        return record.principal().equals(Optional.of(principal)) && !record.isExpiredAt(now);
    }

    private Optional<SessionRecord> readable(SessionKey key, byte[] bytes) {
        try {
            return Optional.of(records.decode(key, bytes));
        } catch (UnreadableRecordException leftOut) {
            return Optional.empty();
        }
    }

    private static Optional<SessionKey> keyOf(byte[] entry) {
        return entry.length <= KEY_LENGTH
                ? Optional.empty()
                : SessionKey.parse(new String(entry, 0, KEY_LENGTH, StandardCharsets.US_ASCII));
    }

    private static boolean mayBeOnItsWay(byte[] entry, Instant now) {
        try {
            long made =
                    Long.parseLong(new String(entry, KEY_LENGTH, entry.length - KEY_LENGTH, StandardCharsets.US_ASCII));
            return now.getEpochSecond() - made < ON_ITS_WAY.toSeconds();
        } catch (NumberFormatException notOurs) {
            return false;
        }
    }

    /**
     * As the scripts reckon it, the end that no touch within the same lease can move the session's beyond; a little
     * later, since the record may have been touched by another node that is ahead of this one.
     */
    private static long indexedUntil(SessionRecord record, Instant now) {
        long deadline = record.deadline().toEpochMilli();
        long idle = record.idleTimeout().map(Duration::toMillis).orElse(0L);
        long used =
                Math.max(record.lastAccessed().toEpochMilli(), now.plus(AHEAD).toEpochMilli());
        long lease = (Math.floorDiv(used, Scripts.LEASE_MILLIS) + 1) * Scripts.LEASE_MILLIS;
        boolean idleEndsFirst = idle > 0 && idle < deadline - lease;
        return idleEndsFirst ? lease + idle : deadline;
    }
}
