// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import dev.sojourn.ConflictPolicy;
import dev.sojourn.SessionPolicy;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sojourn demo}: starts the application and serves until it is interrupted. */
@Command(
        name = "demo",
        description = "Starts the demonstration in an embedded server on this machine.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DemoCommand implements Callable<Integer> {
    /** How the line begins that says where the demo is. */
    static final String STARTED = "Sojourn demo: ";

    /** The environment variable that names the store if the flag does not. */
    static final String STORE_VARIABLE = "SOJOURN_STORE";

    private static final int HIGHEST_PORT = 65_535;
    private static final int MOST_NODES = 16;

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Port to listen on, 0 for any free one (default: ${DEFAULT-VALUE}).")
    private int port = 8080;

    @Option(
            names = "--store",
            paramLabel = "STORE",
            converter = StoreConverter.class,
            defaultValue = "${env:" + STORE_VARIABLE + ":-memory}",
            description = {
                "Where sessions are kept (default: the environment's " + STORE_VARIABLE + ", else memory):",
                "  memory",
                "  file:PATH",
                "  cookie, or cookie:KEY",
                "  redis://[USER:PASSWORD@]HOST:PORT[/DB]",
                "  redis-sentinel://HOST:PORT,...#MASTER",
                "  redis-cluster://HOST:PORT,...",
                "  jdbc:postgresql://HOST:PORT/DB?user=USER&password=PASSWORD",
                "  jdbc:mariadb://HOST:PORT/DB?user=USER&password=PASSWORD",
                "  jdbc:h2:tcp://HOST/DB;USER=USER;PASSWORD=PASSWORD",
                "memory is gone when the server stops. In a file (H2 on disk, PATH.mv.db) sessions outlive that; one"
                        + " server alone can have it open. With cookie, browsers keep them, sealed with the key in the file KEY"
                        + " (sojourn-demo.key), which the first start makes; what has ended stands beside it (KEY.ended.mv.db)."
                        + " rediss: is Redis with TLS. Others on this machine can read a"
                        + " command line: put a store with a password into " + STORE_VARIABLE + "."
            })
    private DemoStore store = new MemoryDemoStore();

    @Option(
            names = "--create-schema",
            description = "Create the tables in the database of a jdbc: store if they are not there. Not done unasked,"
                    + " because a database has an owner; the one in a file, or in this process (jdbc:h2: without a"
                    + " server), is the demo's own and gets them by itself.")
    private boolean createSchema;

    @Option(
            names = "--near-cache",
            description = "Keep copies of sessions in each server, so that most reads ask no store. With Redis, or with"
                    + " PostgreSQL if all its servers do so.")
    private boolean nearCache;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            description = "Start N servers that share the store, on PORT and the ports after it (default: 1).")
    private int nodes = 1;

    @Option(
            names = "--metrics",
            description =
                    "Also answer GET /metrics, with figures for Prometheus. Not done unasked: who can read the pages"
                            + " can read them.")
    private boolean metrics;

    @Option(
            names = "--idle-timeout",
            paramLabel = "TIME",
            description = "How long a session may be unused, such as 30m or 90s (default: 30m).")
    private @Nullable Duration idleTimeout;

    @Option(
            names = "--absolute-timeout",
            paramLabel = "TIME",
            description = "How long a session lives at most, such as 12h (default: 24h).")
    private @Nullable Duration absoluteTimeout;

    @Option(
            names = "--on-conflict",
            paramLabel = "merge|fail|exclusive",
            description =
                    "What comes of requests of one session at the same time: their changes are merged, the later one is"
                            + " refused, or they take turns (default: merge).")
    private ConflictPolicy onConflict = ConflictPolicy.MERGE;

    @Option(
            names = "--lease-length",
            paramLabel = "TIME",
            description =
                    "With exclusive: after how long a server that stands still has lost the turns of its requests, 3s or"
                            + " more (default: 10s).")
    private @Nullable Duration leaseLength;

    @Option(
            names = "--end-log",
            paramLabel = "FILE",
            description =
                    "Append a line to FILE for each session that ends: when, which, why. Misses none, also if a server"
                            + " dies; then one may stand there twice.")
    private @Nullable Path endLog;

    /** The same, by a listener that is told no end twice and misses those of a server that dies; for tests. */
    @Option(names = "--told-log", hidden = true)
    private @Nullable Path toldLog;

    /** For servers that {@link DemoNodes} starts. */
    @Option(names = "--ends-with-input", hidden = true)
    private boolean endsWithInput;

    @Override
    public Integer call() throws InterruptedException {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        check(line);
        try {
            if (nodes > 1) {
                serveFromNodes(line.getOut());
            } else {
                serve(line);
            }
            return CommandLine.ExitCode.OK;
        } catch (UnusableStoreException unusable) {
            line.getErr().println("sojourn: " + unusable.getMessage());
            return CommandLine.ExitCode.USAGE;
        } catch (IOException busy) {
            line.getErr()
                    .println("sojourn: port " + port + " cannot be used (" + busy.getMessage()
                            + "); --port 0 takes any free one");
            return CommandLine.ExitCode.USAGE;
        }
    }

    private void check(CommandLine line) {
        if (port < 0 || port > HIGHEST_PORT) {
            throw new CommandLine.ParameterException(line, "--port must be 0 to " + HIGHEST_PORT + ", was " + port);
        }
        if (nodes < 1 || nodes > MOST_NODES) {
            throw new CommandLine.ParameterException(line, "--nodes must be 1 to " + MOST_NODES + ", was " + nodes);
        }
        if (port + nodes - 1 > HIGHEST_PORT) {
            throw new CommandLine.ParameterException(line, "there are not " + nodes + " ports from " + port + " on");
        }
        checkStore(line);
        checkConflicts(line);
        if (endLog != null && !store.isWithServers()) {
            throw new CommandLine.ParameterException(
                    line,
                    "--end-log needs a store that keeps what ended until it is written down; " + store.label()
                            + " does not");
        }
    }

    private Optional<EndLog> openLog(CommandLine line, @Nullable Path path) {
        if (path == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(EndLog.open(path));
        } catch (IOException unusable) {
            throw new CommandLine.ParameterException(
                    line, path + " cannot be written (" + unusable.getClass().getSimpleName() + ")");
        }
    }

    private void checkStore(CommandLine line) {
        if (!store.isShared() && nodes > 1) {
            throw new CommandLine.ParameterException(
                    line,
                    "--nodes needs a store that servers can share, such as --store redis://localhost:6379; "
                            + store.label() + " belongs to one process");
        }
        if (!store.tellsChanges() && nearCache) {
            throw new CommandLine.ParameterException(
                    line,
                    "--near-cache needs a store that tells of changes, redis: or jdbc:postgresql:; " + store.label()
                            + " does not");
        }
        if (createSchema) {
            if (!(store instanceof JdbcDemoStore database)) {
                throw new CommandLine.ParameterException(line, "--create-schema is for --store jdbc:…");
            }
            store = database.creatingSchema();
        }
    }

    private void checkConflicts(CommandLine line) {
        boolean exclusive = onConflict == ConflictPolicy.EXCLUSIVE;
        if (exclusive && !store.isWithServers()) {
            throw new CommandLine.ParameterException(
                    line,
                    "--on-conflict exclusive needs a store in which requests can wait for each other; " + store.label()
                            + " is none");
        }
        if (leaseLength != null && !exclusive) {
            throw new CommandLine.ParameterException(line, "--lease-length is for --on-conflict exclusive");
        }
        try {
            SessionPolicy unused = policy();
        } catch (IllegalArgumentException outOfRange) {
            throw new CommandLine.ParameterException(line, outOfRange.getMessage());
        }
    }

    private void serve(CommandLine line) throws IOException {
        PrintWriter out = line.getOut();
        DemoSettings settings =
                new DemoSettings(store, nearCache, policy(), openLog(line, endLog), openLog(line, toldLog));
        DemoServer server = DemoServer.start(port, settings::open, metrics);
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "sojourn-demo-stop"));
        out.println(STARTED + "http://localhost:" + server.port() + "/");
        out.println(settings.describe());
        out.flush();
        if (endsWithInput) {
            endWithInput();
        }
        server.join();
    }

    private void serveFromNodes(PrintWriter out) throws IOException, InterruptedException {
        if (store instanceof JdbcDemoStore database) {
            database.open(false).close(); // creates the schema, and says once what is wrong, before each server does
        }
        DemoNodes servers = DemoNodes.start(nodes, port, ownCommand(), store.name(), out);
        Runtime.getRuntime().addShutdownHook(new Thread(servers::close, "sojourn-demo-stop"));
        servers.describe(new DemoSettings(store, nearCache, policy()).describe());
        servers.join();
    }

    private List<String> ownCommand() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "demo"));
        if (nearCache) {
            command.add("--near-cache");
        }
        if (metrics) {
            command.add("--metrics");
        }
        if (idleTimeout != null) {
            command.addAll(List.of("--idle-timeout", idleTimeout.toString()));
        }
        if (absoluteTimeout != null) {
            command.addAll(List.of("--absolute-timeout", absoluteTimeout.toString()));
        }
        if (endLog != null) {
            command.addAll(List.of("--end-log", endLog.toString()));
        }
        command.addAll(List.of("--on-conflict", onConflict.name()));
        if (leaseLength != null) {
            command.addAll(List.of("--lease-length", leaseLength.toString()));
        }
        return command;
    }

    /** The process that started this one holds the other end of the input for as long as it lives. */
    private static void endWithInput() {
        Thread watch = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // what is said does not matter
                        }
                    } catch (IOException ended) {
                        // the same as its end
                    }
                    System.exit(0);
                },
                "sojourn-demo-input");
        watch.setDaemon(true);
        watch.start();
    }

    private SessionPolicy policy() {
        SessionPolicy.Builder policy = SessionPolicy.builder().onConflict(onConflict);
        if (idleTimeout != null) {
            policy.idleTimeout(idleTimeout);
        }
        if (absoluteTimeout != null) {
            policy.absoluteTimeout(absoluteTimeout);
        }
        if (leaseLength != null) {
            policy.leaseLength(leaseLength);
        }
        return policy.build();
    }

    private static final class StoreConverter implements CommandLine.ITypeConverter<DemoStore> {
        @Override
        public DemoStore convert(String value) {
            return DemoStore.parse(value);
        }
    }
}
