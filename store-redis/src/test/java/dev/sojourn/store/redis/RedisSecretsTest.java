// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import dev.sojourn.servers.RedisServer;
import dev.sojourn.servers.RespClient;
import dev.sojourn.servers.SharedRedis;
import dev.sojourn.store.RecordEncoding;
import dev.sojourn.store.SessionStore;
import dev.sojourn.testkit.StoreProbe;
import dev.sojourn.testkit.StoredSecretsContract;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What a Redis holds, and what travels to it and stands in its append-only file, opens no session. */
class RedisSecretsTest extends StoredSecretsContract {
    private static final String END = "the end of a look";
    private static final Pattern ESCAPE = Pattern.compile("\\\\(x[0-9a-f]{2}|.)");

    private final RedisServer server = SharedRedis.get();
    private final RespClient client = server.client();
    private final RespClient monitor = server.client();

    @BeforeEach
    void listen() {
        monitor.send("MONITOR");
    }

    @AfterEach
    void close() {
        monitor.close();
        client.close();
    }

    @Override
    protected SessionStore newStore(InstantSource clock, RecordEncoding records) {
        server.flush();
        return RedisStore.builder()
                .uri(server.uri())
                .clock(clock)
                .records(records)
                .withoutStartReport()
                .build();
    }

    @Override
    protected StoreProbe probe(SessionStore store) {
        return () -> {
            List<byte[]> all = new ArrayList<>(travelled());
            all.addAll(new RedisContents(List.of(server)).dump());
            return all;
        };
    }

    /** The commands since the last look, as the server shows them, with the bytes that they had. */
    private List<byte[]> travelled() {
        client.send("ECHO", END);
        List<byte[]> commands = new ArrayList<>();
        for (String line = monitor.read().text();
                !line.contains(END);
                line = monitor.read().text()) {
            commands.add(unescaped(line).getBytes(StandardCharsets.ISO_8859_1));
        }
        return commands;
    }

    private static String unescaped(String line) {
        return ESCAPE.matcher(line).replaceAll(escape -> {
            String code = escape.group(1);
            char character = code.startsWith("x")
                    ? (char) Integer.parseInt(code.substring(1), 16)
                    : "\n\r\t\u0007\b".charAt(Math.max(0, "nrtab".indexOf(code)));
            boolean itself = code.equals("\\") || code.equals("\"");
            return Matcher.quoteReplacement(itself ? code : String.valueOf(character));
        });
    }
}
