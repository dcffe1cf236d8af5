// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.store.StoreUnavailableException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol;

/**
 * What an operator should know at the start: one line that says what is used, and a warning for each thing that will
 * lose sessions. Asks with {@code INFO} and {@code TIME} only; a server that forbids them is not asked twice, and
 * nothing fails.
 */
final class StartReport {
    private static final System.Logger LOG = System.getLogger(RedisStore.class.getName());
    private static final Duration WORTH_A_WARNING = Duration.ofSeconds(2);

    private final String prefix;
    private final Optional<RedisAddress> address;

    StartReport(String prefix, Optional<RedisAddress> address) {
        this.prefix = prefix;
        this.address = address;
    }

    void tell(List<Redis.Server> servers, @Nullable ServerClock clock) {
        Map<String, String> facts = facts(servers.get(0));
        List<String> warnings = new ArrayList<>();
        clock(clock).ifPresent(warnings::add);
        plainText().ifPresent(warnings::add);
        for (Redis.Server server : servers) {
            Map<String, String> own = server == servers.get(0) ? facts : facts(server);
            eviction(server, own).ifPresent(warnings::add);
            persistence(server, own).ifPresent(warnings::add);
            version(server, own).ifPresent(warnings::add);
        }
        LOG.log(
                Level.INFO,
                () -> "sessions are kept in "
                        + address.map(RedisAddress::toString).orElse("Redis, by the application's client")
                        + ", " + servers.size() + (servers.size() == 1 ? " server" : " servers") + ", " + name(facts)
                        + ", prefix " + prefix
                        + (clock == null
                                ? ""
                                : ", this machine's clock is " + clock.lead().toMillis() + " ms ahead of it"));
        warnings.forEach(warning -> LOG.log(Level.WARNING, warning));
    }

    private static Optional<String> clock(@Nullable ServerClock clock) {
        if (clock == null || clock.lead().abs().compareTo(WORTH_A_WARNING) < 0) {
            return Optional.empty();
        }
        return Optional.of(
                "this machine's clock is " + clock.lead().toMillis() + " ms ahead of that of Redis; sessions go by"
                        + " the latter, and cookies and logs by the former: let NTP set both");
    }

    private Optional<String> plainText() {
        return address.filter(present -> !present.tls())
                .flatMap(present -> present.endpoints().stream()
                        .filter(endpoint -> !isLoopback(endpoint))
                        .findFirst())
                .map(endpoint -> "the connection to Redis at " + endpoint
                        + " leaves this machine in plain text: whoever listens reads every session and the password;"
                        + " use rediss");
    }

    private static Optional<String> eviction(Redis.Server server, Map<String, String> facts) {
        String policy = facts.getOrDefault("maxmemory_policy", "noeviction");
        if (policy.equals("noeviction") || facts.getOrDefault("maxmemory", "0").equals("0")) {
            return Optional.empty();
        }
        return Optional.of("Redis at " + server.identity() + " evicts (maxmemory-policy " + policy
                + "): when its memory is full it ends sessions of users without a word; set noeviction, and it refuses new"
                + " ones instead");
    }

    private static Optional<String> persistence(Redis.Server server, Map<String, String> facts) {
        boolean lost = facts.getOrDefault("aof_enabled", "1").equals("0")
                && facts.getOrDefault("connected_slaves", "1").equals("0");
        return lost
                ? Optional.of("Redis at " + server.identity()
                        + " has neither an append-only file nor a replica: when it dies,"
                        + " all sessions since its last snapshot are lost")
                : Optional.empty();
    }

    private static Optional<String> version(Redis.Server server, Map<String, String> facts) {
        String version = facts.getOrDefault("redis_version", "");
        String[] parts = version.split("\\.", 3);
        try {
            boolean old = parts.length > 1
                    && (Integer.parseInt(parts[0]) < 6
                            || (Integer.parseInt(parts[0]) == 6 && Integer.parseInt(parts[1]) < 2));
            return old
                    ? Optional.of(
                            "Redis at " + server.identity() + " is version " + version + ": 6.2 or later is needed")
                    : Optional.empty();
        } catch (NumberFormatException unknown) {
            return Optional.empty();
        }
    }

    private static String name(Map<String, String> facts) {
        String valkey = facts.get("valkey_version");
        String redis = facts.get("redis_version");
        return valkey != null ? "Valkey " + valkey : redis != null ? "Redis " + redis : "of unknown version";
    }

    /** What INFO says; nothing if that is forbidden. */
    private static Map<String, String> facts(Redis.Server server) {
        Map<String, String> facts = new HashMap<>();
        for (String section : List.of("server", "memory", "persistence", "replication")) {
            try {
                Object info = server.call(Command.ofServer(Protocol.Command.INFO, Command.bytes(section)));
                facts.putAll(info instanceof byte[] text ? lines(text) : Map.of());
            } catch (ServerAwayException away) {
                throw away;
            } catch (StoreUnavailableException forbidden) {
                LOG.log(Level.DEBUG, "Redis does not say how it is set up: " + forbidden.getMessage());
            }
        }
        return facts;
    }

    private static Map<String, String> lines(byte[] info) {
        return new String(info, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.indexOf(':') > 0)
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT),
                        line -> line.substring(line.indexOf(':') + 1),
                        (first, second) -> first));
    }

    private static boolean isLoopback(Endpoint endpoint) {
        try {
            return InetAddress.getByName(endpoint.host()).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }
}
