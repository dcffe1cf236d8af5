// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RespClientTest {

    private final RedisServer server = SharedRedis.get();

    @BeforeEach
    void flush() {
        server.flush();
    }

    @Test
    void every_kind_of_answer_is_read() {
        try (RespClient client = server.client()) {
            assertEquals("OK", client.send("SET", "name", "grüße").text());
            assertEquals("grüße", client.send("GET", "name").text());
            assertTrue(client.send("GET", "nothing").isNil());
            assertEquals(3, client.send("RPUSH", "list", "a", "b", "c").number());
            assertEquals(
                    List.of("a", "b", "c"),
                    client.send("LRANGE", "list", "0", "-1").texts());
            assertEquals(
                    "ERR",
                    assertThrows(RespException.class, () -> client.send("NONSENSE"))
                            .code());
        }
    }

    @Test
    void an_error_inside_of_a_list_is_one_of_its_items() {
        try (RespClient client = server.client()) {
            client.send("SET", "name", "text");
            client.send("MULTI");
            client.send("INCR", "name");
            client.send("GET", "name");

            List<Reply> answers = client.send("EXEC").items();

            assertInstanceOf(Reply.Failure.class, answers.get(0));
            assertEquals("text", answers.get(1).text());
        }
    }

    @Test
    void values_need_not_be_text() {
        byte[] value = {0, -1, '\r', '\n', -128};
        try (RespClient client = server.client()) {
            client.send(List.of(bytes("SET"), bytes("name"), value));

            assertArrayEquals(value, client.send("GET", "name").bytes());
        }
    }

    @Test
    void several_commands_may_be_under_way() {
        try (RespClient client = server.client()) {
            client.write("INCR", "n");
            client.write("INCR", "n");

            assertEquals(
                    List.of(1L, 2L),
                    List.of(client.read().number(), client.read().number()));
        }
    }

    @Test
    void calls_of_commands_are_counted() {
        try (RespClient client = server.client()) {
            client.send("CONFIG", "RESETSTAT");
            client.send("GET", "a");
            client.send("GET", "b");
            client.send("EVAL", "return redis.call('SET', KEYS[1], 'x')", "1", "a");

            Map<String, Long> calls = client.commandCalls();

            assertEquals(2, calls.get("get"));
            assertEquals(1, calls.get("eval"));
            assertEquals(1, calls.get("set"));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
