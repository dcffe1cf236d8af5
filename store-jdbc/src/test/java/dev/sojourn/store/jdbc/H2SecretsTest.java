// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import dev.sojourn.store.SessionStore;
import dev.sojourn.testkit.StoreProbe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What an H2 on disk holds opens no session: neither what its tables show, nor any byte of its files, old rows included. */
class H2SecretsTest extends JdbcSecretsContract {
    @TempDir
    private Path directory;

    private TestDatabase database = Databases.h2();

    @BeforeEach
    void open() {
        database = Databases.behindPool("jdbc:h2:file:" + directory.resolve("sessions") + ";WRITE_DELAY=0");
    }

    @AfterEach
    void close() {
        ((HikariDataSource) database.dataSource()).close();
    }

    @Override
    TestDatabase database() {
        return database;
    }

    @Override
    protected StoreProbe probe(SessionStore store) {
        return () -> {
            List<byte[]> all = new ArrayList<>(new AllTables(database).dump());
            database.execute("CHECKPOINT SYNC");
            all.addAll(files());
            return all;
        };
    }

    private List<byte[]> files() {
        try (Stream<Path> files = Files.list(directory)) {
            List<byte[]> contents = new ArrayList<>();
            for (Path file : files.toList()) {
                contents.add(Files.readAllBytes(file));
            }
            assertTrue(contents.stream().anyMatch(bytes -> bytes.length > 0), "there are files");
            return contents;
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
