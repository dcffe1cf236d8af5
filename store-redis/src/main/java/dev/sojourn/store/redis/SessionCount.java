// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.store.RecordFormat;
import dev.sojourn.store.SessionKey;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol;

/**
 * How many sessions there are: exact while a server has few keys, else an estimate from a sample.
 *
 * <p>A counter would have to be kept by every write, and would drift with every crash and every expiry. So each server
 * is asked how many keys it has, which it knows, and for the first thousands in the order of its hash table, which is
 * as good as drawing lots. The share of live sessions among those is taken for the share among all.
 */
final class SessionCount {
    /** Half a percent is the standard error of a share that is estimated from this many, at worst. */
    private static final int SAMPLE = 10_000;

    private static final int STEP = 1_000;
    private static final int TIMES_END = RecordFormat.DEADLINE_OFFSET + Long.BYTES;

    private final Redis redis;
    private final KeyNames names;

    SessionCount(Redis redis, KeyNames names) {
        this.redis = redis;
        this.names = names;
    }

    long count(Instant now) {
        long count = 0;
        for (Redis.Server server : redis.servers()) {
            count += count(server, now);
        }
        return count;
    }

    private long count(Redis.Server server, Instant now) {
        long all = Answers.number(server.call(Command.ofServer(Protocol.Command.DBSIZE)));
        Set<SessionKey> live = new HashSet<>();
        String position = "0";
        long looked = 0;
        do {
            SessionWalk.Step step = SessionWalk.step(server, position, Command.bytes("*"), STEP);
            looked += step.keys().size();
            addLive(step.keys(), now, live);
            position = step.position();
        } while (!position.equals("0") && looked < SAMPLE);
        boolean complete = position.equals("0");
        return complete ? live.size() : Math.round((double) live.size() * Math.max(all, looked) / looked);
    }

    private void addLive(List<byte[]> keys, Instant now, Set<SessionKey> live) {
        List<SessionKey> sessions =
                keys.stream().map(names::sessionOf).flatMap(Optional::stream).toList();
        List<@Nullable Object> heads = redis.callAll(sessions.stream()
                .map(key -> Command.read(
                        Protocol.Command.GETRANGE, names.session(key), Command.bytes(0), Command.bytes(TIMES_END - 1L)))
                .toList());
        for (int index = 0; index < sessions.size(); index++) {
            byte @Nullable [] head = Answers.bytesOrNull(heads.get(index));
            if (head != null && isLive(head, now.toEpochMilli())) {
                live.add(sessions.get(index));
            }
        }
    }

    private static boolean isLive(byte[] head, long now) {
        if (head.length < TIMES_END || !RecordFormat.hasHeader(head[RecordFormat.FORMAT_OFFSET])) {
            return false;
        }
        ByteBuffer times = ByteBuffer.wrap(head);
        long used = times.getLong(RecordFormat.LAST_ACCESSED_OFFSET);
        long idle = times.getLong(RecordFormat.IDLE_TIMEOUT_OFFSET);
        long deadline = times.getLong(RecordFormat.DEADLINE_OFFSET);
        return now < deadline && (idle == 0 || now - used < idle);
    }
}
