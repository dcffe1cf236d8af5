// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RedisBinaryTest {

    @Test
    void the_bundled_server_is_the_oldest_supported() {
        RedisBinary bundled = RedisBinary.bundled();

        assertEquals("redis", bundled.product());
        assertTrue(bundled.isAtLeast(6, 2));
        assertFalse(bundled.isAtLeast(7, 0));
    }

    @Test
    void versions_are_compared_by_number() {
        RedisBinary newer = new RedisBinary(Path.of("valkey-server"), "valkey", "10.1.0");

        assertTrue(newer.isAtLeast(9, 5));
        assertTrue(newer.isAtLeast(10, 1));
        assertFalse(newer.isAtLeast(10, 2));
    }

    @Test
    void another_program_is_refused() {
        assertThrows(IllegalStateException.class, () -> RedisBinary.of(Path.of("/bin/echo")));
    }

    /** Also the installed one, where there is one. */
    @ParameterizedTest
    @MethodSource("available")
    void every_available_server_starts(RedisBinary binary) {
        try (RedisServer server = RedisServer.builder().binary(binary).start();
                RespClient client = server.client()) {
            assertEquals("PONG", client.send("PING").text());
        }
    }

    static List<RedisBinary> available() {
        return RedisBinary.available();
    }
}
