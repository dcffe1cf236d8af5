// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The databases start, are killed, start again with what they had, and leave nothing behind. */
class DatabaseServerTest {

    @Test
    void postgres_starts_is_killed_and_starts_again() {
        try (PostgresServer server = PostgresServer.start()) {
            check(server);
        }
    }

    @Test
    void mariadb_starts_is_killed_and_starts_again() {
        try (MariaDbServer server = MariaDbServer.start()) {
            check(server);
        }
    }

    @Test
    void two_servers_share_nothing() {
        try (PostgresServer one = PostgresServer.start();
                PostgresServer other = PostgresServer.start()) {
            assertNotEquals(one.port(), other.port());
            assertNotEquals(one.directory(), other.directory());
        }
    }

    @Test
    void the_shared_one_is_the_same_for_all() {
        assertEquals(SharedDatabase.postgres(), SharedDatabase.postgres());
    }

    private static void check(DatabaseServer server) {
        assertTrue(answers(server));
        assertTrue(server.jdbcUrl().contains(":" + server.port() + "/"));
        server.kill();
        assertFalse(answers(server));
        server.restart();
        assertTrue(answers(server));
        server.close();
        assertFalse(answers(server));
        assertFalse(Files.exists(server.directory()));
    }

    private static boolean answers(DatabaseServer server) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }
}
