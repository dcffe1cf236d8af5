// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

/**
 * What must be atomic about leases, as scripts on one list each; {@code docs/storage/redis.md} says what it holds.
 *
 * <p>The first element is the lease, those behind it are the names of who waits, in order. All are told: who asks, now, for how
 * long, how long an offer stands, how long the list is kept after its lease, and the channel for offers.
 */
final class LeaseScripts {
    private static final String LEASE = """
            local asking, now, length = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
            local claim, memory = tonumber(ARGV[4]), tonumber(ARGV[5])
            local kind, owner, over = 'O', '-', 0
            local lease = redis.call('LINDEX', KEYS[1], 0)
            if lease then
              kind, over, owner = string.match(lease, '^(%u) (%d+) (.+)$')
              over = tonumber(over)
            end
            local function put(newKind, newOwner, newOver)
              local text = newKind .. ' ' .. string.format('%.0f', newOver) .. ' ' .. newOwner
              if redis.call('EXISTS', KEYS[1]) == 0 then
                redis.call('RPUSH', KEYS[1], text)
              else
                redis.call('LSET', KEYS[1], 0, text)
              end
              redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.max(0, newOver - now) + memory))
            end
            local function offer(newKind, first)
              redis.call('LPOP', KEYS[1])
              put(newKind, first, now + claim)
              redis.call('PUBLISH', ARGV[6], KEYS[1] .. ' ' .. first)
            end
            """;

    /** Answers 0 for acquired, -1 for taken over, else after how many milliseconds the lease runs out. */
    static final Script ACQUIRE = new Script("acquire a lease", LEASE + """
            local function enqueue()
              if not redis.call('LPOS', KEYS[1], asking) then redis.call('RPUSH', KEYS[1], asking) end
            end
            local function grant()
              put('H', asking, now + length)
              if kind == 'T' then return -1 end
              return 0
            end
            if now < over then
              if owner == asking then return grant() end
              enqueue()
              return over - now
            end
            if kind == 'H' then kind = 'T' end
            local first = redis.call('LINDEX', KEYS[1], 1)
            if not first then return grant() end
            if first == asking then
              redis.call('LPOP', KEYS[1])
              return grant()
            end
            offer(kind, first)
            enqueue()
            return claim
            """);

    /** Answers whether it was renewed. */
    static final Script RENEW = new Script("renew a lease", LEASE + """
            if kind ~= 'H' or owner ~= asking or now >= over then return 0 end
            put('H', asking, now + length)
            return 1
            """);

    /** Answers whether the asking one had it. */
    static final Script RELEASE = new Script("release a lease", LEASE + """
            if owner ~= asking then
              redis.call('LREM', KEYS[1], 0, asking)
              return 0
            end
            local held = kind == 'H' and now < over
            if kind == 'H' then kind = 'O' end
            local first = redis.call('LINDEX', KEYS[1], 1)
            if first then
              offer(kind, first)
            elseif kind == 'T' then
              put('T', '-', now)
            else
              redis.call('UNLINK', KEYS[1])
            end
            if held then return 1 end
            return 0
            """);

    private LeaseScripts() {}
}
