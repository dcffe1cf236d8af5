// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.architecture.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.architecture.Project;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** T1: what the documents show compiles, and what can run runs. */
class ExamplesTest {

    private static final int SECONDS = 60;
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> java_blocks_of_the_documents_compile_and_run() {
        return Project.documents().stream()
                .filter(file -> file.endsWith("README.md")
                        || Project.relative(file).startsWith("docs/")
                        || Project.relative(file).equals("ARCHITECTURE.md"))
                .map(Markdown::new)
                .flatMap(document -> document.blocks().stream()
                        .filter(block -> block.language().equals("java"))
                        .map(block -> DynamicTest.dynamicTest(
                                document + ":" + block.line(), () -> check(Example.of(block)))));
    }

    private void check(Example example) throws Exception {
        Path place = Files.createTempDirectory(directory, "example");
        Path source = Files.writeString(place.resolve(example.className() + ".java"), example.source());
        assertEquals("", compile(source, place), example.source());
        switch (example.kind()) {
            case COMPILED -> assertTrue(Files.exists(place.resolve(example.className() + ".class")));
            case PROGRAM -> runToTheEnd(place, example);
            case SERVER -> runUntilItSpeaks(place, example);
        }
    }

    private static String compile(Path source, Path output) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            boolean compiled = compiler.getTask(
                            messages,
                            files,
                            null,
                            List.of("-proc:none", "-nowarn", "--release", "17", "-cp", CLASS_PATH, "-d", "" + output),
                            null,
                            files.getJavaFileObjects(source))
                    .call();
            return compiled ? "" : messages.toString();
        }
    }

    private static void runToTheEnd(Path place, Example example) throws Exception {
        Process process = start(place, example);
        CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> readAll(process));
        try {
            assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS), "the program does not end; is it a server?");
            assertEquals(0, process.exitValue(), output.get(SECONDS, TimeUnit.SECONDS));
        } finally {
            process.destroyForcibly();
        }
    }

    private static void runUntilItSpeaks(Path place, Example example) throws Exception {
        Process process = start(place, example);
        try {
            BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
            String line = CompletableFuture.supplyAsync(() -> readLine(reader)).get(SECONDS, TimeUnit.SECONDS);
            assertNotNull(line, "the server ended without a word");
            assertTrue(process.isAlive(), line);
        } finally {
            process.destroyForcibly();
            process.waitFor(SECONDS, TimeUnit.SECONDS);
        }
    }

    private static Process start(Path place, Example example) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        String classPath = place + System.getProperty("path.separator") + CLASS_PATH;
        return new ProcessBuilder("" + java, "-cp", classPath, example.className())
                .directory(place.toFile())
                .redirectErrorStream(true)
                .start();
    }

    private static String readAll(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String readLine(BufferedReader reader) {
        try {
            return String.valueOf(reader.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
