// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

/**
 * What must be atomic, as scripts on one key each. They read the record's header at its fixed offsets; see {@code
 * docs/storage/record.md} for those, and {@code docs/storage/redis.md} for what each script is told and answers.
 *
 * <p>Lua counts from 1, and its numbers hold 53 bits: moments fit, versions are compared as bytes, and what lies beyond
 * 2^53 means never. Formats 1 and 2 have the same header. A record of another one is not understood here: it is handed
 * out, for Java to say what is wrong.
 */
final class Scripts {
    /** From this moment on, in milliseconds, is as good as never. */
    static final long NEVER = 1L << 53;

    /**
     * How long an index entry of a session in use stays good without being renewed: six hours.
     *
     * <p>Longer means fewer renewals, shorter that the entries of sessions that ended are gone earlier.
     */
    static final long LEASE_MILLIS = 6 * 3_600_000L;

    private static final String HEADER = """
            local NEVER, LEASE = 9007199254740992, 21600000
            local function readable(record)
              local format = string.byte(record)
              return #record >= 94 and (format == 1 or format == 2)
            end
            local function times(record)
              local used, idle, deadline = struct.unpack('>i8i8i8', record, 18)
              local over = deadline
              if idle > 0 and used + idle < deadline then over = used + idle end
              return over, used, idle, deadline
            end
            """;

    private static final String PRINCIPAL = """
            local function hasPrincipal(record)
              return string.byte(record, 62) % 8 >= 4
            end
            local function indexedUntil(record)
              local _, used, idle, deadline = times(record)
              local lease = (math.floor(used / LEASE) + 1) * LEASE + idle
              if idle > 0 and lease < deadline then return lease end
              return deadline
            end
            """;

    private static final String KEEP = """
            local function keep(over, now, extra)
              return string.format('%.0f', math.max(1, over - now + extra))
            end
            """;

    /** Told: now, whether unreadable records go too, and 1 if what is over stays. */
    static final Script CLAIM = new Script("claim", HEADER + """
            local stored = redis.call('GET', KEYS[1])
            if not stored then return 0 end
            if readable(stored) then
              local over = times(stored)
              if tonumber(ARGV[1]) < over then return over end
            elseif ARGV[2] == '0' or string.byte(stored) and string.byte(stored) > 2 then
              return 1
            end
            if ARGV[3] ~= '1' then redis.call('UNLINK', KEYS[1]) end
            return stored
            """);

    /** Told: now, until when, how many. Answers with members that are due, and which are due again only then. */
    static final Script HAND_OUT = new Script("hand out", """
            local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])
            for _, member in ipairs(due) do redis.call('ZADD', KEYS[1], ARGV[2], member) end
            return due
            """);

    /** Told: now. */
    static final Script DELETE = new Script("delete", HEADER + """
            local head = redis.call('GETRANGE', KEYS[1], 0, 93)
            if head ~= '' and readable(head) and tonumber(ARGV[1]) >= times(head) then return 0 end
            return redis.call('UNLINK', KEYS[1])
            """);

    /** Told: expected version, record, now, how much longer than its life it is kept, whether it is indexed. */
    static final Script SAVE = new Script("save", HEADER + PRINCIPAL + KEEP + """
            local function principal(record)
              if not hasPrincipal(record) then return false end
              if string.byte(record) == 2 then return '2' .. string.sub(record, 95, 126) end
              local flags, at = string.byte(record, 62), 95
              if flags % 2 == 1 then at = at + 16 end
              if flags % 4 >= 2 then at = at + 32 end
              at = at + 1 + 40 * string.byte(record, at)
              local length = string.byte(record, at) * 256 + string.byte(record, at + 1)
              return '1' .. string.sub(record, at + 2, at + 1 + length)
            end
            local stored = redis.call('GET', KEYS[1])
            if not stored then return 0 end
            if not readable(stored) then return stored end
            local now = tonumber(ARGV[3])
            local over, used = times(stored)
            if now >= over then return 0 end
            if string.sub(stored, 2, 9) ~= ARGV[1] then return stored end
            local record = ARGV[2]
            local nextOver, nextUsed = times(record)
            if used > nextUsed then
              record = string.sub(record, 1, 17) .. string.sub(stored, 18, 25) .. string.sub(record, 26)
              nextOver = times(record)
            end
            if ARGV[5] == '0' and hasPrincipal(record) then
              if principal(stored) ~= principal(record) or indexedUntil(record) > indexedUntil(stored) then
                return 2
              end
            end
            if nextOver >= NEVER then
              redis.call('SET', KEYS[1], record)
            else
              redis.call('SET', KEYS[1], record, 'PX', keep(nextOver, now, tonumber(ARGV[4])))
            end
            if nextOver < over then return 3 end
            return 1
            """);

    /** Told: last access, now, how much longer than its life it is kept, whether it is indexed. */
    static final Script TOUCH = new Script("touch", HEADER + PRINCIPAL + KEEP + """
            local head = redis.call('GETRANGE', KEYS[1], 0, 93)
            if head == '' then return 0 end
            if not readable(head) then return redis.call('GET', KEYS[1]) end
            local now = tonumber(ARGV[2])
            local over, used = times(head)
            if now >= over then return 0 end
            if struct.unpack('>i8', ARGV[1]) <= used then return 1 end
            local touched = string.sub(head, 1, 17) .. ARGV[1] .. string.sub(head, 26)
            if ARGV[4] == '0' and hasPrincipal(head) and indexedUntil(touched) > indexedUntil(head) then
              return redis.call('GET', KEYS[1])
            end
            redis.call('SETRANGE', KEYS[1], 17, ARGV[1])
            over = times(touched)
            if over < NEVER then
              local ttl = keep(over, now, tonumber(ARGV[3]))
              if redis.call('PTTL', KEYS[1]) < tonumber(ttl) then redis.call('PEXPIRE', KEYS[1], ttl) end
            end
            return 1
            """);

    /** Told: score, member, now, how much longer than the last score the set is kept, up to which score entries go. */
    static final Script ENTER = new Script("enter", """
            if ARGV[5] ~= '-inf' then redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[5]) end
            redis.call('ZADD', KEYS[1], ARGV[1], ARGV[2])
            local last = tonumber(redis.call('ZREVRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2])
            if last >= 9007199254740992 then
              redis.call('PERSIST', KEYS[1])
            else
              local ttl = math.max(1, last - tonumber(ARGV[3]) + tonumber(ARGV[4]))
              redis.call('PEXPIRE', KEYS[1], string.format('%.0f', ttl))
            end
            return 1
            """);

    /** Told: now, then members. Takes those away that are still due: one that was entered anew meanwhile stays. */
    static final Script SETTLE = new Script("settle", """
            for index = 2, #ARGV do
              local score = redis.call('ZSCORE', KEYS[1], ARGV[index])
              if score and tonumber(score) <= tonumber(ARGV[1]) then redis.call('ZREM', KEYS[1], ARGV[index]) end
            end
            return 1
            """);

    private Scripts() {}
}
