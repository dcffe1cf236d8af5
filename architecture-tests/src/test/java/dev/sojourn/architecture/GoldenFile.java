// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.architecture;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A checked-in file that must say what the code says; {@code -Dapi.update=true} rewrites it. */
public final class GoldenFile {

    private static final boolean UPDATE = Boolean.getBoolean("api.update");
    private static final int SHOWN = 30;

    private GoldenFile() {}

    /** Fails with the lines that differ, or rewrites the file when asked to. */
    public static void check(Path file, String actual) {
        String expected = Files.exists(file) ? Project.read(file) : "";
        if (expected.equals(actual)) {
            return;
        }
        if (UPDATE) {
            write(file, actual);
            return;
        }
        fail(Project.relative(file) + " is not what the code says:\n"
                + difference(expected, actual)
                + "\nIf the change is meant: mvn -B -ntp -pl architecture-tests -am verify -Dapi.update=true"
                + " -Dtest='Golden*' -Dsurefire.failIfNoSpecifiedTests=false");
    }

    private static String difference(String expected, String actual) {
        List<String> lines = new ArrayList<>();
        List<String> before = expected.lines().toList();
        List<String> after = actual.lines().toList();
        before.stream()
                .filter(line -> !after.contains(line))
                .map(line -> "- " + line)
                .forEach(lines::add);
        after.stream()
                .filter(line -> !before.contains(line))
                .map(line -> "+ " + line)
                .forEach(lines::add);
        if (lines.isEmpty()) {
            return "the same lines in another order";
        }
        return String.join("\n", lines.subList(0, Math.min(SHOWN, lines.size())))
                + (lines.size() > SHOWN ? "\n... and " + (lines.size() - SHOWN) + " more" : "");
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
