// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servers;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * One master, two replicas, and three sentinels that make a replica the master when the master is gone for two seconds.
 *
 * <p>All are real processes. A killed server that is only started again believes that it is the master for another eight seconds,
 * until the sentinels make a replica of it. One thread at a time.
 */
public final class RedisSentinels implements AutoCloseable {

    /** The name under which the sentinels know the master. */
    public static final String MASTER_NAME = "main";

    private static final int SERVERS = 3;
    private static final int SENTINELS = 3;
    private static final int QUORUM = 2;
    /**
     * A sentinel connects again once a second, so it may not have spoken to a new master for that long. With less than that it takes
     * the new one for dead as well, and one failover follows the other.
     */
    private static final Duration DOWN_AFTER = Duration.ofSeconds(2);

    private static final String FAILOVER_TIMEOUT_MILLIS = "3000";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final List<RedisServer> servers = new ArrayList<>();
    private final List<RedisServer> sentinels = new ArrayList<>();
    private final Duration downAfter;

    private RedisSentinels(UnaryOperator<RedisServerBuilder> settings, Duration downAfter) {
        this.downAfter = downAfter;
        try {
            startServers(settings);
            startSentinels(settings.apply(RedisServer.builder()));
            awaitAllKnown();
        } catch (RuntimeException | AssertionError e) {
            close();
            throw e;
        }
    }

    /** Starts them with bundled servers as they are; takes about three seconds. */
    public static RedisSentinels start() {
        return start(UnaryOperator.identity());
    }

    /** Starts them with servers that have these settings; the sentinels run the same program. */
    public static RedisSentinels start(UnaryOperator<RedisServerBuilder> settings) {
        return new RedisSentinels(settings, DOWN_AFTER);
    }

    /**
     * Starts them with sentinels that give the master this long to answer: where it has to share the machine with much else, a
     * short time makes them replace one that lives.
     */
    public static RedisSentinels startPatient(Duration downAfter) {
        return new RedisSentinels(UnaryOperator.identity(), downAfter);
    }

    /** The ports of the sentinels. */
    public List<Integer> sentinelPorts() {
        return sentinels.stream().map(RedisServer::port).toList();
    }

    /** The sentinels themselves, to be killed or frozen. */
    public List<RedisServer> sentinels() {
        return List.copyOf(sentinels);
    }

    /** The master and the replicas, in no order that means anything. */
    public List<RedisServer> servers() {
        return List.copyOf(servers);
    }

    /** Who is the master, as the first sentinel that answers says. */
    public RedisServer master() {
        int port = sentinels.stream()
                .map(this::masterPort)
                .flatMapToInt(OptionalInt::stream)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no sentinel answers"));
        return serverAt(port);
    }

    /** The servers that run and are not the master. */
    public List<RedisServer> replicas() {
        RedisServer master = master();
        return servers.stream()
                .filter(server -> server != master && server.isAlive())
                .toList();
    }

    /** Kills the master with SIGKILL, waits for the next one, and returns the killed one. */
    public RedisServer failover() {
        RedisServer killed = master();
        killed.kill();
        awaitFailover(killed);
        return killed;
    }

    /** Waits until every sentinel that answers names another master, and that one knows that it is. */
    public void awaitFailover(RedisServer former) {
        Await.until("there is another master", LIMIT, () -> isReplaced(former), this::describe);
    }

    /**
     * Repairs what a test has broken, as a careful operator would: sentinels agree on a master, all other servers run and follow it,
     * and no sentinel still works on the last failover. Does nothing that is not needed.
     */
    public void repair() {
        Await.until("the sentinels agree", LIMIT, () -> agreedMaster().isPresent(), this::describe);
        RedisServer master = master();
        servers.stream().filter(server -> server != master).forEach(server -> follow(server, master));
        Await.until("the replicas are in step", LIMIT, () -> replicasInStep(master) == SERVERS - 1, this::describe);
        // A sentinel in the middle of a failover names the new master already. If that one dies now, and the others go
        // back to the one
        // before, this sentinel hears of no other address, ends its own failover, and contradicts them for good.
        Await.until("the last failover is over", LIMIT, this::isSettled, this::describe);
    }

    private boolean isSettled() {
        return agreedMaster().isPresent()
                && sentinels.stream().map(RedisSentinels::view).allMatch(view -> "master".equals(view.get("flags")));
    }

    private static void follow(RedisServer server, RedisServer master) {
        if (!server.isAlive()) {
            server.restart();
        }
        String port = Integer.toString(master.port());
        try (RespClient client = server.client()) {
            if (!port.equals(client.info("replication").get("master_port"))) {
                client.send("REPLICAOF", "127.0.0.1", port);
            }
        }
    }

    /** Kills all of them and deletes their directories. */
    @Override
    public void close() {
        sentinels.forEach(RedisServer::close);
        servers.forEach(RedisServer::close);
    }

    private void startServers(UnaryOperator<RedisServerBuilder> settings) {
        while (servers.size() < SERVERS) {
            RedisServerBuilder builder = settings.apply(RedisServer.builder());
            builder.password().ifPresent(password -> builder.option("masterauth", password));
            if (!servers.isEmpty()) {
                builder.option(
                        "replicaof",
                        "127.0.0.1",
                        Integer.toString(servers.get(0).port()));
            }
            servers.add(builder.start());
        }
        Await.until(
                "the replicas are in step", LIMIT, () -> replicasInStep(servers.get(0)) == SERVERS - 1, this::describe);
    }

    private void startSentinels(RedisServerBuilder settings) {
        String masterPort = Integer.toString(servers.get(0).port());
        while (sentinels.size() < SENTINELS) {
            RedisServerBuilder builder = RedisServer.builder()
                    .binary(settings.binary())
                    .asSentinel()
                    .option("sentinel", "monitor", MASTER_NAME, "127.0.0.1", masterPort, Integer.toString(QUORUM))
                    .option("sentinel", "down-after-milliseconds", MASTER_NAME, Long.toString(downAfter.toMillis()))
                    .option("sentinel", "failover-timeout", MASTER_NAME, FAILOVER_TIMEOUT_MILLIS);
            settings.password().ifPresent(password -> builder.option("sentinel", "auth-pass", MASTER_NAME, password));
            sentinels.add(builder.start());
        }
    }

    /** Only sentinels that know each other and the replicas can agree on a failover. */
    private void awaitAllKnown() {
        Await.until(
                "the sentinels know each other and the replicas",
                LIMIT,
                () -> sentinels.stream().map(RedisSentinels::view).allMatch(RedisSentinels::isComplete),
                this::describe);
    }

    private static boolean isComplete(Map<String, String> view) {
        return Integer.toString(SENTINELS - 1).equals(view.get("num-other-sentinels"))
                && Integer.toString(SERVERS - 1).equals(view.get("num-slaves"))
                && "master".equals(view.get("flags"));
    }

    /** What a sentinel says of the master: names and values in turn. */
    private static Map<String, String> view(RedisServer sentinel) {
        Map<String, String> view = new HashMap<>();
        try (RespClient client = sentinel.client()) {
            List<String> words = client.send("SENTINEL", "MASTER", MASTER_NAME).texts();
            for (int i = 0; i + 1 < words.size(); i += 2) {
                view.put(words.get(i), words.get(i + 1));
            }
        }
        return view;
    }

    private boolean isReplaced(RedisServer former) {
        return agreedMaster().filter(master -> master != former).isPresent();
    }

    /** The one that all sentinels name which answer, if it knows that it is. */
    private Optional<RedisServer> agreedMaster() {
        List<Integer> named = sentinels.stream()
                .map(this::masterPort)
                .flatMapToInt(OptionalInt::stream)
                .distinct()
                .boxed()
                .toList();
        return named.size() == 1
                ? Optional.of(serverAt(named.get(0)))
                        .filter(server -> role(server).equals(Optional.of("master")))
                : Optional.empty();
    }

    private OptionalInt masterPort(RedisServer sentinel) {
        if (!sentinel.isAlive()) {
            return OptionalInt.empty();
        }
        try (RespClient client = RespClient.connect(sentinel.port(), Duration.ofSeconds(1))) {
            List<String> address = client.send("SENTINEL", "GET-MASTER-ADDR-BY-NAME", MASTER_NAME)
                    .texts();
            return OptionalInt.of(Integer.parseInt(address.get(1)));
        } catch (UncheckedIOException e) {
            return OptionalInt.empty();
        }
    }

    private RedisServer serverAt(int port) {
        return servers.stream()
                .filter(server -> server.port() == port)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the sentinels name a foreign port: " + port));
    }

    private static Optional<String> role(RedisServer server) {
        return replication(server).map(fields -> fields.get("role"));
    }

    private static long replicasInStep(RedisServer master) {
        return replication(master)
                .map(fields -> fields.values().stream()
                        .filter(value -> value.contains("state=online"))
                        .count())
                .orElse(0L);
    }

    private static Optional<Map<String, String>> replication(RedisServer server) {
        try (RespClient client = server.client()) {
            return Optional.of(client.info("replication"));
        } catch (UncheckedIOException | RespException e) {
            return Optional.empty();
        }
    }

    private String describe() {
        StringBuilder text = new StringBuilder();
        servers.forEach(server -> text.append("server ")
                .append(server.port())
                .append(' ')
                .append(replication(server).map(Object::toString).orElse("does not answer"))
                .append('\n'));
        sentinels.forEach(sentinel -> text.append("sentinel ")
                .append(sentinel.port())
                .append('\n')
                .append(sentinel.log())
                .append('\n'));
        return text.toString();
    }
}
