// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.store.Browsable.Page;
import dev.sojourn.store.ForeignRecordException;
import dev.sojourn.store.RecordEncoding;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol;

/** Goes through the keys of all servers with {@code SCAN}, a bounded number at a time. Thread-safe. */
final class SessionWalk {
    private static final int MOST = 1_000;
    /** How many keys the server looks at for one answer: about a millisecond of its time. */
    private static final int STEP = 1_000;
    /** Where none of the keys is ours, larger steps come to an end sooner. */
    private static final int FASTER = 10;
    /** A page ends after this many steps even if it is empty: the keys may be almost all somebody else's. */
    private static final int MOST_STEPS = 100;

    private final Redis redis;
    private final KeyNames names;
    private final RecordEncoding records;

    SessionWalk(Redis redis, KeyNames names, RecordEncoding records) {
        this.redis = redis;
        this.names = names;
        this.records = records;
    }

    Page page(Optional<String> cursor, int limit, Instant now) {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("limit must be 1 to " + MOST + ", was " + limit);
        }
        Optional<WalkCursor> asked = cursor.map(WalkCursor::parse);
        List<Redis.Server> servers = redis.servers();
        Optional<WalkCursor> next =
                Optional.of(asked.map(at -> at.on(servers)).orElseGet(() -> WalkCursor.beginningOf(0, servers.get(0))));
        Map<SessionKey, SessionRecord> found = new LinkedHashMap<>();
        int count = limit;
        for (int step = 0; step < MOST_STEPS && found.size() < limit && next.isPresent(); step++) {
            WalkCursor at = next.get();
            Step answer = step(servers.get(at.server()), at.position(), names.patternOfSessions(), count);
            look(answer.keys(), now, found);
            next = at.next(answer.position(), servers);
            count = answer.keys().isEmpty() ? Math.min(STEP, count * FASTER) : limit;
        }
        return new Page(List.copyOf(found.values()), next.map(WalkCursor::text));
    }

    /** Ends everything of this store, and what belongs to it. */
    void clear() {
        for (Redis.Server server : redis.servers()) {
            String position = "0";
            do {
                Step answer = step(server, position, names.patternOfAll(), STEP);
                List<Command> unlinks = answer.keys().stream()
                        .filter(names::isOurs)
                        .map(key -> Command.write(Protocol.Command.UNLINK, key))
                        .toList();
                if (!unlinks.isEmpty()) {
                    redis.callAll(unlinks).forEach(Answers::orThrow);
                }
                position = answer.position();
            } while (!position.equals("0"));
        }
    }

    static Step step(Redis.Server server, String position, byte[] pattern, int count) {
        List<?> answer = Answers.list(server.call(Command.ofServer(
                Protocol.Command.SCAN,
                Command.bytes(position),
                Command.bytes("MATCH"),
                pattern,
                Command.bytes("COUNT"),
                Command.bytes(count))));
        List<byte[]> keys = new ArrayList<>();
        for (Object key : Answers.list(answer.get(1))) {
            keys.add((byte[]) key);
        }
        byte[] next = Objects.requireNonNull((byte[]) answer.get(0));
        return new Step(new String(next, StandardCharsets.US_ASCII), keys);
    }

    private void look(List<byte[]> keys, Instant now, Map<SessionKey, SessionRecord> found) {
        List<SessionKey> sessions =
                keys.stream().map(names::sessionOf).flatMap(Optional::stream).toList();
        if (sessions.isEmpty()) {
            return;
        }
        List<@Nullable Object> stored = redis.callAll(sessions.stream()
                .map(key -> Command.read(Protocol.Command.GET, names.session(key)))
                .toList());
        for (int index = 0; index < sessions.size(); index++) {
            SessionKey key = sessions.get(index);
            byte @Nullable [] bytes = Answers.bytesOrNull(stored.get(index));
            if (bytes != null) {
                live(key, bytes, now).ifPresent(record -> found.put(key, record));
            }
        }
    }

    private Optional<SessionRecord> live(SessionKey key, byte[] bytes, Instant now) {
        try {
            SessionRecord record = records.decode(key, bytes);
            return record.isExpiredAt(now) ? Optional.empty() : Optional.of(record);
        } catch (UnreadableRecordException | ForeignRecordException leftOut) {
            return Optional.empty();
        }
    }

    /**
     * What one {@code SCAN} answered.
     *
     * @param position where to go on; 0 at the end
     */
    record Step(String position, List<byte[]> keys) {}
}
