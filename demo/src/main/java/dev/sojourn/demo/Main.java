// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import picocli.CommandLine;

/** The program behind {@code ./sojourn}. */
public final class Main {
    private Main() {}

    /** Runs a command; exit code 2 for what was typed wrong, 1 for what failed. */
    public static void main(String... arguments) {
        QuietLogging.configure();
        int exitCode = commandLine().execute(arguments);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    static CommandLine commandLine() {
        return new CommandLine(new Sojourn())
                .registerConverter(java.time.Duration.class, Durations::parse)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Main::oneLine)
                .setExecutionExceptionHandler(Main::oneLine);
    }

    private static int oneLine(CommandLine.ParameterException problem, String[] arguments) {
        problem.getCommandLine().getErr().println("sojourn: " + problem.getMessage() + " (--help shows what there is)");
        return CommandLine.ExitCode.USAGE;
    }

    private static int oneLine(Exception problem, CommandLine command, CommandLine.ParseResult typed) {
        command.getErr().println("sojourn: " + problem.getMessage());
        return CommandLine.ExitCode.SOFTWARE;
    }

    @CommandLine.Command(
            name = "sojourn",
            description = "Programs around Sojourn, session management for Java web applications.",
            mixinStandardHelpOptions = true,
            subcommands = DemoCommand.class)
    private static final class Sojourn implements Runnable {
        @CommandLine.Spec
        private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

        @Override
        public void run() {
            if (spec != null) {
                spec.commandLine().usage(spec.commandLine().getOut());
            }
        }
    }
}
