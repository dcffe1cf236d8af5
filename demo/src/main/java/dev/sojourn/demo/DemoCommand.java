// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import dev.sojourn.SessionPolicy;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
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
    private static final int HIGHEST_PORT = 65_535;

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
            description = "Where sessions are kept: memory (default: memory).")
    private DemoStore store = new DemoStore("memory");

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

    @Override
    public Integer call() {
        CommandLine line = java.util.Objects.requireNonNull(spec).commandLine();
        if (port < 0 || port > HIGHEST_PORT) {
            throw new CommandLine.ParameterException(line, "--port must be 0 to " + HIGHEST_PORT + ", was " + port);
        }
        try {
            serve(line.getOut());
            return CommandLine.ExitCode.OK;
        } catch (IOException busy) {
            line.getErr()
                    .println("sojourn: port " + port + " cannot be used (" + busy.getMessage()
                            + "); --port 0 takes any free one");
            return CommandLine.ExitCode.USAGE;
        }
    }

    private void serve(PrintWriter out) throws IOException {
        SessionPolicy policy = policy();
        DemoServer server = DemoServer.start(port, store, policy);
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "sojourn-demo-stop"));
        out.println("Sojourn demo: http://localhost:" + server.port() + "/");
        out.println("Sessions in " + store.name() + ", idle timeout "
                + policy.idleTimeout().map(DemoCommand::plain).orElse("none") + ", absolute timeout "
                + policy.absoluteTimeout().map(DemoCommand::plain).orElse("none") + ". Ctrl-C stops.");
        out.flush();
        server.join();
    }

    private SessionPolicy policy() {
        SessionPolicy.Builder policy = SessionPolicy.builder();
        if (idleTimeout != null) {
            policy.idleTimeout(idleTimeout);
        }
        if (absoluteTimeout != null) {
            policy.absoluteTimeout(absoluteTimeout);
        }
        return policy.build();
    }

    private static String plain(Duration duration) {
        return duration.toString().substring(2).toLowerCase(java.util.Locale.ROOT);
    }

    private static final class StoreConverter implements CommandLine.ITypeConverter<DemoStore> {
        @Override
        public DemoStore convert(String value) {
            return DemoStore.parse(value);
        }
    }
}
