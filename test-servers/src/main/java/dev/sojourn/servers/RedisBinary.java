// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servers;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An executable Redis or Valkey server. Immutable.
 *
 * @param path where it is
 * @param product {@code redis} or {@code valkey}
 * @param version what it says of itself, such as {@code 6.2.11}
 */
public record RedisBinary(Path path, String product, String version) {

    /** Names an executable to use as the installed one. */
    public static final String PROPERTY = "sojourn.redis.server";

    /** The same as an environment variable. */
    public static final String VARIABLE = "SOJOURN_REDIS_SERVER";

    private static final List<String> NAMES = List.of("redis-server", "valkey-server");
    private static final Pattern VERSION = Pattern.compile("(Redis|Valkey) server v=(\\d+(\\.\\d+)*)");

    /**
     * The server that comes with Maven, unpacked when first asked for: Redis 6.2, the oldest that the store supports. On a system
     * for which there is none, the test is skipped.
     */
    public static RedisBinary bundled() {
        Requires.orSkip(BundledRedis.runsHere(), "Redis for tests comes for Linux and macOS only");
        return Bundled.INSTANCE;
    }

    /** The server that the property or the variable names, else the first one on the PATH. */
    public static Optional<RedisBinary> installed() {
        String named = System.getProperty(PROPERTY, System.getenv().getOrDefault(VARIABLE, ""));
        if (!named.isEmpty()) {
            return Optional.of(of(Path.of(named)));
        }
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .map(RedisBinary::of);
    }

    /** The bundled server, and the installed one if there is one. */
    public static List<RedisBinary> available() {
        return Stream.concat(Stream.of(bundled()), installed().stream()).toList();
    }

    /** Asks an executable for its version. */
    static RedisBinary of(Path path) {
        String answer = versionLine(path);
        Matcher matcher = VERSION.matcher(answer);
        if (!matcher.find()) {
            throw new IllegalStateException(path + " is no Redis or Valkey server; it said: " + answer);
        }
        return new RedisBinary(path, matcher.group(1).toLowerCase(Locale.ROOT), matcher.group(2));
    }

    /** Whether its version is this one or newer. */
    public boolean isAtLeast(int major, int minor) {
        String[] parts = version.split("\\.", -1);
        int ownMajor = Integer.parseInt(parts[0]);
        int ownMinor = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
        return ownMajor > major || (ownMajor == major && ownMinor >= minor);
    }

    @Override
    public String toString() {
        return product + " " + version;
    }

    private static String versionLine(Path path) {
        try {
            Process process = new ProcessBuilder(path.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + path, e);
        }
    }

    private static final class Bundled {
        static final RedisBinary INSTANCE = of(BundledRedis.unpack());
    }
}
