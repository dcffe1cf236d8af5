// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How a {@link JavaProcess} is started: in a new empty directory, with our environment. One thread at a time. */
public final class JavaProcessBuilder {

    private final String name;
    private final List<String> program;
    private final List<String> options = new ArrayList<>();
    private final List<String> arguments = new ArrayList<>();
    private final Map<String, String> variables = new TreeMap<>();

    JavaProcessBuilder(String name, List<String> program) {
        this.name = name;
        this.program = program;
    }

    /** Options of the JVM, such as {@code -Xmx64m}. */
    public JavaProcessBuilder options(String... values) {
        options.addAll(List.of(values));
        return this;
    }

    /** Arguments of the program. */
    public JavaProcessBuilder arguments(String... values) {
        arguments.addAll(List.of(values));
        return this;
    }

    /** A variable of its environment, added to ours. */
    public JavaProcessBuilder variable(String key, String value) {
        variables.put(key, value);
        return this;
    }

    /** Starts it and does not wait; {@link JavaProcess#awaitLine} tells when it is ready. */
    public JavaProcess start() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(program);
        command.addAll(arguments);
        Path directory = Watchdog.ofThisJvm().newDirectory("java");
        return new JavaProcess(
                name, directory, ServerProcess.start(command, variables, directory, directory.resolve("log")));
    }
}
