// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every file of the project has and has not. */
class SourceFilesTest {

    private static final int MAX_LINES = 400;
    private static final int MAX_TEST_LINES = 600;
    private static final int LINES_FOR_THE_LICENCE = 3;
    private static final String LICENCE = "SPDX-License-Identifier: Apache-2.0";
    private static final Set<String> SOURCES_WITH_LICENCE = Set.of(
            ".java", ".xml", ".sh", ".properties", ".css", ".js", ".html", ".svg", ".yml", ".yaml", "/sojourn", "/run");
    private static final Set<String> BINARIES = Set.of(".png", ".jpg", ".ico", ".jar", ".class", ".webp", ".woff2");

    /* In pieces, so that this file does not find itself. */
    private static final Pattern UNFINISHED = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|X" + "XX)\\b");
    private static final Pattern REGISTRY_HOST = Pattern.compile(
            "(repo1?\\.mav" + "en\\.(apache\\.)?org|oss\\.sona" + "type|central\\.sona" + "type|jit" + "pack\\.io|jcen"
                    + "ter|artifac" + "tory|registry\\.np" + "mjs|maven\\.pkg\\.git" + "hub|repo\\.spr"
                    + "ing\\.io|maven-cent" + "ral\\.)");
    private static final Pattern HOME_PATH = Pattern.compile(
            "(?<![\\w./])/(ho" + "me|Us" + "ers)/[a-z]|(?<![\\w./])/ro" + "ot/|[A-Z]:\\\\\\\\?Us" + "ers");

    @Test
    void every_source_file_starts_with_its_licence() {
        assertNone(texts().filter(file -> SOURCES_WITH_LICENCE.stream()
                        .anyMatch(suffix -> ("/" + Project.relative(file)).endsWith(suffix)))
                .filter(file -> Project.read(file)
                        .lines()
                        .limit(LINES_FOR_THE_LICENCE)
                        .noneMatch(line -> line.contains(LICENCE)))
                .map(Project::relative));
    }

    @Test
    void every_java_file_has_its_licence_in_the_first_line() {
        assertNone(Project.javaFiles(Project.ROOT).stream()
                .filter(file -> !Project.read(file).startsWith("// " + LICENCE + "\n"))
                .map(Project::relative));
    }

    @Test
    void no_java_file_is_too_long() {
        assertNone(Project.javaFiles(Project.ROOT).stream()
                .filter(file -> Project.read(file).lines().count() > (isTest(file) ? MAX_TEST_LINES : MAX_LINES))
                .map(Project::relative));
    }

    @Test
    void every_package_is_null_marked() {
        Set<String> broken = new TreeSet<>();
        for (Path module : modules()) {
            Set<Path> main = packages(module.resolve("src/main/java"));
            Set<Path> test = packages(module.resolve("src/test/java"));
            main.stream()
                    .filter(name ->
                            !isNullMarked(module.resolve("src/main/java").resolve(name)))
                    .forEach(name -> broken.add(Project.relative(module) + ": " + name));
            test.stream()
                    .filter(name -> !main.contains(name))
                    .filter(name ->
                            !isNullMarked(module.resolve("src/test/java").resolve(name)))
                    .forEach(name -> broken.add(Project.relative(module) + " (tests): " + name));
        }
        assertNone(broken.stream());
    }

    @Test
    void nothing_is_left_to_do() {
        assertNone(lines(UNFINISHED));
    }

    @Test
    void nothing_names_a_registry_host() {
        assertNone(lines(REGISTRY_HOST));
    }

    @Test
    void nothing_names_a_home_directory() {
        assertNone(lines(HOME_PATH));
    }

    @Test
    void licence_file_is_the_whole_text() {
        String text = Project.read(Project.ROOT.resolve("LICENSE"));
        assertTrue(text.contains("Apache License") && text.contains("END OF TERMS AND CONDITIONS"));
    }

    private static Stream<String> lines(Pattern forbidden) {
        return texts().flatMap(file -> {
            List<String> lines = Project.read(file).lines().toList();
            return Stream.iterate(0, line -> line < lines.size(), line -> line + 1)
                    .filter(line -> forbidden.matcher(lines.get(line)).find())
                    .map(line -> Project.relative(file) + ":" + (line + 1));
        });
    }

    /** The files that are text. */
    private static Stream<Path> texts() {
        return Project.files().stream().filter(SourceFilesTest::isText);
    }

    private static boolean isText(Path file) {
        if (BINARIES.stream().anyMatch(suffix -> file.toString().endsWith(suffix))) {
            return false;
        }
        try {
            Files.readString(file);
            return true;
        } catch (MalformedInputException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> modules() {
        return Project.files().stream()
                .filter(file -> file.endsWith("pom.xml"))
                .map(Path::getParent)
                .filter(Objects::nonNull)
                .toList();
    }

    private static Set<Path> packages(Path sources) {
        return Project.javaFiles(sources).stream()
                .filter(file -> !file.endsWith("module-info.java"))
                .map(file -> sources.relativize(Objects.requireNonNull(file.getParent())))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isNullMarked(Path directory) {
        Path file = directory.resolve("package-info.java");
        return Files.exists(file) && Project.read(file).contains("\n@NullMarked\n");
    }

    private static boolean isTest(Path file) {
        return Project.relative(file).contains("/src/test/")
                || Project.relative(file).contains("/testkit/");
    }

    private static void assertNone(Stream<String> broken) {
        assertEquals("", broken.sorted().collect(Collectors.joining("\n")));
    }
}
