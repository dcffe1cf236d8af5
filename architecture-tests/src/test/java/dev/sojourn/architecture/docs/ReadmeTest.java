// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.architecture.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.architecture.Project;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The two commands at the top of the README, and that everyone uses the same ones. */
class ReadmeTest {

    private static final String TEST_COMMAND = "mvn -B -ntp verify";

    @Test
    void the_section_start_begins_with_the_demo_and_the_tests() {
        assertEquals(List.of("./sojourn demo", TEST_COMMAND), commands().subList(0, 2));
    }

    @Test
    void continuous_integration_takes_the_test_command_from_the_readme() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("bash", ".ci/run", "--command")
                .directory(Project.ROOT.toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertEquals(commands().get(1) + "\n", printed);
    }

    @Test
    void the_launcher_is_there_and_can_be_started() {
        assertTrue(Files.isExecutable(Project.ROOT.resolve("sojourn")));
        assertTrue(Files.isExecutable(Project.ROOT.resolve(".ci/run")));
    }

    private static List<String> commands() {
        return new Markdown(Project.ROOT.resolve("README.md"))
                .blocksOfSection("Start").stream()
                        .filter(block -> block.language().equals("sh"))
                        .map(Markdown.Block::text)
                        .toList();
    }
}
