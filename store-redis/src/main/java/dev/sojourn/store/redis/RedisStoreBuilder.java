// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.store.CircuitBreaker;
import dev.sojourn.store.RecordEncoding;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;

/** Settings of a {@link RedisStore}; not thread-safe. All of them are checked together by {@link #build()}. */
public final class RedisStoreBuilder {
    /**
     * The default deadline of a call: 2 seconds.
     *
     * <p>A first packet that is lost is sent again after one second (RFC 6298), so this survives one of them, and every
     * pause that a healthy server makes for a snapshot; and it is about what a visitor waits for without leaving.
     */
    public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(2);

    /**
     * The default number of connections to one server: 64.
     *
     * <p>Each is in use for one round trip at a time, so this is more than fast networks ever need; it is a bound for
     * slow ones.
     */
    public static final int DEFAULT_CONNECTIONS = 64;

    /** How long an ended session waits to be claimed by default: 1 hour, for the case that no node sweeps for a while. */
    public static final Duration DEFAULT_KEEP_ENDED = Duration.ofHours(1);

    private static final Duration LEAST_DEADLINE = Duration.ofMillis(10);
    private static final Duration LONGEST_DEADLINE = Duration.ofMinutes(1);
    private static final Pattern PREFIX = Pattern.compile("[!-z|~]{1,100}");
    private static final int MOST_DATABASES = 65_536;

    private @Nullable String uri;
    private @Nullable UnifiedJedis client;
    private @Nullable String user;
    private @Nullable String password;
    private @Nullable String sentinelUser;
    private @Nullable String sentinelPassword;
    private @Nullable SSLContext tls;
    private @Nullable Integer database;
    private @Nullable InstantSource clock;
    private String prefix = "sojourn:";
    private RecordEncoding records = RecordEncoding.PLAIN;
    private Duration deadline = DEFAULT_DEADLINE;
    private int maxConnections = DEFAULT_CONNECTIONS;
    private int breakerFailures = 5;
    private Duration breakerPause = Duration.ofSeconds(1);
    private Duration keptEnded = DEFAULT_KEEP_ENDED;
    private int replicas;
    private Duration replicaTimeout = Duration.ofSeconds(1);
    private boolean mustBeReachable;
    private boolean reports = true;

    RedisStoreBuilder() {}

    /**
     * Where Redis is. One of this or {@link #client} is needed.
     *
     * <ul>
     *   <li>{@code redis://user:password@host:6379/0}: one server. All but the host may be left out.
     *   <li>{@code redis-sentinel://user:password@host1:26379,host2:26379/0#master}: sentinels, and the name of their
     *     master. User and password are those of the data servers.
     *   <li>{@code redis-cluster://user:password@host1:6379,host2:6379}: some servers of a cluster; it tells the
     *     others.
     * </ul>
     *
     * <p>{@code rediss} instead of {@code redis} means TLS, with the server's certificate checked for its host name.
     * Special characters of user and password are written as %XX.
     */
    public RedisStoreBuilder uri(String newUri) {
        this.uri = newUri;
        return this;
    }

    /**
     * A client that the application already has, for one server, Sentinel or Cluster; it stays the application's to
     * close.
     *
     * <p>Its own timeouts, pool, credentials and retries apply then: {@link #deadline} and {@link #maxConnections} have
     * no effect, and credentials, TLS, database and {@link #waitForReplicas} are refused. Two things are missing:
     * {@link dev.sojourn.store.ChangeFeed}, which needs connections of its own, and the certainty that a write is not
     * repeated, since the cluster client of Jedis repeats what failed.
     */
    public RedisStoreBuilder client(UnifiedJedis newClient) {
        this.client = newClient;
        return this;
    }

    /** User of the access control list and password; default: those of the URI, or none. */
    public RedisStoreBuilder credentials(String newUser, String newPassword) {
        this.user = newUser;
        this.password = newPassword;
        return this;
    }

    /** User and password of the sentinels; default none. */
    public RedisStoreBuilder sentinelCredentials(String newUser, String newPassword) {
        this.sentinelUser = newUser;
        this.sentinelPassword = newPassword;
        return this;
    }

    /** The number of the database; default: that of the URI, or 0. A Cluster has only 0. */
    public RedisStoreBuilder database(int number) {
        this.database = number;
        return this;
    }

    /** TLS with these trust anchors and client certificates; default: the JVM's, if the URI says {@code rediss}. */
    public RedisStoreBuilder tls(SSLContext context) {
        this.tls = context;
        return this;
    }

    /**
     * What all keys begin with; default {@code sojourn:}. Applications that share a database need one each.
     *
     * <p>1 to 100 printable ASCII characters without braces, which would put all sessions of a Cluster on one server.
     */
    public RedisStoreBuilder prefix(String text) {
        this.prefix = text;
        return this;
    }

    /** Whether records are compressed or sealed, and by which keys; default neither. The same on all nodes. */
    public RedisStoreBuilder records(RecordEncoding encoding) {
        this.records = encoding;
        return this;
    }

    /** When each call must have come to its end, waiting and connecting included; 10 ms to 1 minute, default 2 seconds. */
    public RedisStoreBuilder deadline(Duration newDeadline) {
        this.deadline = newDeadline;
        return this;
    }

    /** How many connections there may be to each server, at least 1; default {@value #DEFAULT_CONNECTIONS}. */
    public RedisStoreBuilder maxConnections(int number) {
        this.maxConnections = number;
        return this;
    }

    /**
     * After how many failures in a row a server is left alone, and for how long; default 5 and 1 second.
     *
     * <p>Five rule out a single broken connection. One second is what a visitor waits anyway, and one call per second
     * hurts no server that is starting.
     */
    public RedisStoreBuilder circuitBreaker(int failures, Duration pause) {
        this.breakerFailures = failures;
        this.breakerPause = pause;
        return this;
    }

    /** How long an ended session waits to be claimed if somebody listens to ends; positive, default 1 hour. */
    public RedisStoreBuilder keepEndedFor(Duration time) {
        this.keptEnded = time;
        return this;
    }

    /**
     * A write counts as done when so many replicas have it; default 0.
     *
     * <p>Costs one more command in the same round trip, and the time that the replicas take. If they take longer than
     * the timeout, which must be shorter than the deadline, the write is reported as failed with unknown outcome.
     * Lowers what a failover can lose and does not rule it out; see {@code docs/storage/redis.md}.
     */
    public RedisStoreBuilder waitForReplicas(int number, Duration timeout) {
        this.replicas = number;
        this.replicaTimeout = timeout;
        return this;
    }

    /** The clock that decides when sessions end; default: the server's. All nodes need the same. */
    public RedisStoreBuilder clock(InstantSource newClock) {
        this.clock = newClock;
        return this;
    }

    /** Lets {@link #build()} fail if the server cannot be reached; by default the store starts and waits for it. */
    public RedisStoreBuilder mustBeReachable() {
        this.mustBeReachable = true;
        return this;
    }

    /**
     * Does not look at how the server is set up, and logs nothing at the start.
     *
     * <p>By default the store asks with {@code INFO} once, logs one line, and warns of what will lose sessions:
     * eviction, no persistence, plain text, clocks that differ.
     */
    public RedisStoreBuilder withoutStartReport() {
        this.reports = false;
        return this;
    }

    /**
     * The store.
     *
     * @throws IllegalArgumentException if settings are out of range or do not go together; says all that is wrong
     * @throws dev.sojourn.store.StoreUnavailableException if {@link #mustBeReachable} and it is not
     */
    public RedisStore build() {
        List<String> problems = new ArrayList<>();
        Optional<RedisAddress> address = address(problems);
        check(address, problems);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        ServerClock serverClock = new ServerClock(InstantSource.system());
        InstantSource used = clock == null ? serverClock : clock;
        Optional<Topology> topology = address.map(present -> topology(present, used));
        Redis redis = topology.<Redis>map(present ->
                        new OwnConnections(present, deadline, address.get().toString()))
                .orElseGet(() -> onClient(Objects.requireNonNull(client), used));
        @Nullable StartReport report = reports ? new StartReport(prefix, address) : null;
        WatchedRedis watched = new WatchedRedis(redis, report, clock == null ? serverClock : null);
        watched.begin(mustBeReachable);
        OfferedLeases offers = new OfferedLeases(names());
        Feed changeFeed = topology.map(present -> new Feed(present, new ChangedSessions(names()), deadline))
                .orElse(null);
        Feed offerFeed =
                topology.map(present -> new Feed(present, offers, deadline)).orElse(null);
        return new RedisStore(
                this, watched, used, changeFeed, new RedisLeases(watched, names(), used, offers, offerFeed));
    }

    KeyNames names() {
        return new KeyNames(prefix);
    }

    RecordEncoding records() {
        return records;
    }

    Duration keptEnded() {
        return keptEnded;
    }

    private Topology topology(RedisAddress address, InstantSource used) {
        ConnectionSettings settings = settings(address);
        Nodes nodes = new Nodes(settings, used);
        return switch (address.kind()) {
            case SINGLE -> new SingleServer(nodes, address.endpoints().get(0));
            case SENTINEL ->
                new BehindSentinels(
                        nodes,
                        address.endpoints(),
                        address.master(),
                        settings.forSentinels(sentinelUser, sentinelPassword));
            case CLUSTER -> new ClusterSlots(nodes, address.endpoints());
        };
    }

    private Redis onClient(UnifiedJedis given, InstantSource used) {
        return new GivenClient(
                given, new CircuitBreaker("the application's Redis client", breakerFailures, breakerPause, used));
    }

    private ConnectionSettings settings(RedisAddress address) {
        return new ConnectionSettings(
                password == null ? address.user() : user,
                password == null ? address.password() : password,
                database == null ? address.database() : database,
                tls == null && address.tls() ? jvmDefault() : tls,
                address.kind() == RedisAddress.Kind.SENTINEL,
                deadline,
                maxConnections,
                breakerFailures,
                breakerPause,
                replicas,
                replicaTimeout);
    }

    private static SSLContext jvmDefault() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException broken) {
            throw new IllegalStateException("this Java runtime has no TLS", broken);
        }
    }

    private Optional<RedisAddress> address(List<String> problems) {
        if ((uri == null) == (client == null)) {
            problems.add("one of uri and client is needed, and not both");
        }
        if (uri == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(RedisAddress.parse(uri));
        } catch (IllegalArgumentException malformed) {
            problems.add(String.valueOf(malformed.getMessage()));
            return Optional.empty();
        }
    }

    private void check(Optional<RedisAddress> address, List<String> problems) {
        need(
                PREFIX.matcher(prefix).matches(),
                problems,
                "prefix must be 1 to 100 printable ASCII characters without braces");
        need(
                deadline.compareTo(LEAST_DEADLINE) >= 0 && deadline.compareTo(LONGEST_DEADLINE) <= 0,
                problems,
                "deadline must be PT0.01S to PT1M, was " + deadline);
        need(maxConnections >= 1, problems, "maxConnections must be at least 1, was " + maxConnections);
        need(
                breakerFailures >= 1,
                problems,
                "the failures of circuitBreaker must be at least 1, were " + breakerFailures);
        need(isPositive(breakerPause), problems, "the pause of circuitBreaker must be positive, was " + breakerPause);
        need(isPositive(keptEnded), problems, "keepEndedFor must be positive, was " + keptEnded);
        need(replicas >= 0, problems, "the number of waitForReplicas must not be negative, was " + replicas);
        need(
                replicas <= 0 || (isPositive(replicaTimeout) && replicaTimeout.compareTo(deadline) < 0),
                problems,
                "the timeout of waitForReplicas must be positive and shorter than the deadline, was " + replicaTimeout);
        int number = database == null ? address.map(RedisAddress::database).orElse(0) : database;
        need(number >= 0 && number < MOST_DATABASES, problems, "database must be 0 to 65535, was " + number);
        need(
                number == 0
                        || address.map(RedisAddress::kind)
                                .filter(RedisAddress.Kind.CLUSTER::equals)
                                .isEmpty(),
                problems,
                "a Cluster has only database 0, was " + number);
        need(
                tls == null || address.map(RedisAddress::tls).orElse(true),
                problems,
                "tls is set, but the URI says plain text: write rediss");
        boolean ownConnections = password != null || tls != null || database != null || replicas > 0;
        need(
                client == null || !ownConnections,
                problems,
                "with a client, connections are its business: no credentials, tls," + " database or waitForReplicas");
    }

    private static void need(boolean condition, List<String> problems, String problem) {
        if (!condition) {
            problems.add(problem);
        }
    }

    private static boolean isPositive(Duration time) {
        return !time.isNegative() && !time.isZero();
    }
}
