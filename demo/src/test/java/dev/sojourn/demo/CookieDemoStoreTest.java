// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sojourn.SessionPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --store cookie}: sessions in the browsers, a key in a file, and what has ended beside it. */
final class CookieDemoStoreTest {
    private static final String NOBODY = "\"id\":null";

    private Path folder;
    private Path keyFile;

    @BeforeEach
    void choose(@TempDir Path empty) {
        folder = empty;
        keyFile = folder.resolve("demo.key");
    }

    /** ASVS 7.4.1, fault 8: the key is the same after a restart, and an end is still an end. */
    @Test
    void sessions_outlive_the_server_and_what_has_ended_does_not_come_back() throws IOException {
        Visitor visitor;
        String ended;
        try (DemoServer server = start()) {
            visitor = new Visitor(server);
            visitor.signIn("Ada");
            ended = visitor.cookieValues().get(0);
            visitor.post("/logout", "");
            assertTrue(visitor.getAs(ended, "/api/session").body().contains(NOBODY), "a copy is dead");
            visitor.signIn("Ada");
        }
        try (DemoServer server = start()) {
            assertTrue(visitor.at(server.port()).get("/").body().contains("Welcome, Ada."));
            assertTrue(new Visitor(server).getAs(ended, "/api/session").body().contains(NOBODY), "and stays so");
        }
    }

    /** ASVS 7.4.3: nobody can list the others, but they can be ended. */
    @Test
    void the_page_of_sessions_says_what_it_cannot_know_and_offers_what_there_is() throws IOException {
        try (DemoServer server = start()) {
            Visitor here = new Visitor(server);
            Visitor there = new Visitor(server);
            there.signIn("Ada");
            here.signIn("Ada");
            String page = here.get("/sessions").body();
            assertTrue(page.contains("This device") && page.contains("nobody can list the others"), page);
            assertFalse(page.contains("name=\"id\""), page);

            assertEquals(303, here.post("/sessions/end", "id=anything").statusCode());
            assertTrue(here.get("/sessions").body().contains("Only this session is known here"));
            assertEquals(200, there.get("/sessions").statusCode());

            assertEquals(303, here.post("/sessions/end-others", "").statusCode());
            assertTrue(here.get("/sessions").body().contains("All other sessions have ended."));
            assertEquals(303, there.get("/sessions").statusCode());
        }
    }

    /** Nobody else may read it. */
    @Test
    void the_first_start_makes_a_key_that_is_its_owners_alone() throws IOException {
        open();
        String made = Files.readString(keyFile);
        open();

        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile)));
        assertEquals(made, Files.readString(keyFile));
        assertEquals(32, Base64.getDecoder().decode(made.strip()).length);
        try (var files = Files.list(folder)) {
            assertEquals(
                    List.of("demo.key", "demo.key.ended.mv.db"),
                    files.map(file -> String.valueOf(file.getFileName()))
                            .sorted()
                            .toList());
        }
    }

    /** W52: what is wrong is a line, which quotes nothing of the file. */
    @Test
    void a_key_file_that_is_no_good_is_refused() throws IOException {
        byte[] random = new byte[31];
        new Random(42).nextBytes(random);
        assertRefused("rw-r--r--", "irrelevant", " is open to others");
        assertRefused("rw-rw----", "irrelevant", " is open to others");
        assertRefused("rw-------", "", "has 0 bytes and must have 32 to 64");
        assertRefused("rw-------", Base64.getEncoder().encodeToString(random), "has 31 bytes and must have 32 to 64");
        assertRefused("rw-------", "this is no key, and no base64", "is not base64");
        assertRefused("rw-------", "QUJD".repeat(12), "the sealing key repeats a pattern");
        assertRefused("r--------", "A".repeat(257), " holds no key");
        Files.delete(keyFile);
        Files.createDirectory(
                keyFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        assertTrue(refusal().contains(" holds no key"));
    }

    private void assertRefused(String permissions, String content, String because) throws IOException {
        Files.writeString(keyFile, content);
        Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString(permissions));
        String line = refusal();
        assertTrue(line.contains(because), line);
        assertFalse(!content.isEmpty() && line.contains(content), line);
        Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("rw-------"));
    }

    private String refusal() {
        return String.valueOf(
                assertThrows(UnusableStoreException.class, this::open).getMessage());
    }

    private void open() {
        DemoStore.parse("cookie:" + keyFile).open(false).close();
    }

    private DemoServer start() throws IOException {
        DemoSettings settings = new DemoSettings(DemoStore.parse("cookie:" + keyFile), false, SessionPolicy.defaults());
        return DemoServer.start(0, settings::open);
    }
}
