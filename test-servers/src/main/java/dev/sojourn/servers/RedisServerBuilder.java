// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a {@link RedisServer} is started. Without any call: the bundled Redis on a free port, no password, nothing written to
 * the disk, no limit of memory. One thread at a time.
 */
public final class RedisServerBuilder {

    private final List<String> lines = new ArrayList<>();
    private RedisBinary binary = RedisBinary.bundled();
    private String password = "";
    private boolean withTls;
    private boolean asSentinel;

    RedisServerBuilder() {}

    /** Another server than the bundled one. */
    public RedisServerBuilder binary(RedisBinary value) {
        binary = value;
        return this;
    }

    /** The password of the user {@code default}. */
    public RedisServerBuilder password(String value) {
        password = value;
        return option("requirepass", value);
    }

    /** One more user; the rules are words of {@code ACL SETUSER} such as {@code ~app:* +@all}. */
    public RedisServerBuilder user(String name, String userPassword, String rules) {
        List<String> words = new ArrayList<>(List.of(name, "on", ">" + userPassword));
        words.addAll(List.of(rules.split(" ", -1)));
        return option("user", words.toArray(String[]::new));
    }

    /** Keeps every write in an append-only file that is synced before the answer: a restart finds all of it again. */
    public RedisServerBuilder appendOnly() {
        return option("appendonly", "yes").option("appendfsync", "always");
    }

    /** A limit such as {@code 10mb}, and what to do when it is reached, such as {@code noeviction}. */
    public RedisServerBuilder maxMemory(String limit, String policy) {
        return option("maxmemory", limit).option("maxmemory-policy", policy);
    }

    /** One more port that speaks TLS with the {@link TestCertificate} of this JVM; clients need no certificate. */
    public RedisServerBuilder tls() {
        return tls(TestCertificate.ofThisJvm());
    }

    /** The same with this certificate. */
    public RedisServerBuilder tls(TestCertificate certificate) {
        withTls = true;
        return option("tls-cert-file", certificate.certificateFile().toString())
                .option("tls-key-file", certificate.keyFile().toString())
                .option("tls-auth-clients", "no");
    }

    /** Any other line of {@code redis.conf}; it wins over what stands before it. */
    public RedisServerBuilder option(String name, String... values) {
        lines.add(name + Arrays.stream(values).map(RedisServerBuilder::quoted).collect(Collectors.joining()));
        return this;
    }

    /** Starts it and waits until it answers. */
    public RedisServer start() {
        return RedisServer.start(this);
    }

    RedisServerBuilder asSentinel() {
        asSentinel = true;
        return this;
    }

    RedisBinary binary() {
        return binary;
    }

    Optional<String> password() {
        return password.isEmpty() ? Optional.empty() : Optional.of(password);
    }

    boolean isSentinel() {
        return asSentinel;
    }

    boolean hasTls() {
        return withTls;
    }

    /** The lines of the configuration, without ports. */
    List<String> lines() {
        List<String> all = new ArrayList<>(List.of("bind 127.0.0.1"));
        if (!asSentinel) {
            // Replicas are filled at once, not after the pause that lets several of them share one transfer.
            all.addAll(List.of("save \"\"", "repl-diskless-sync yes", "repl-diskless-sync-delay 0"));
        }
        all.addAll(lines);
        return List.copyOf(all);
    }

    private static String quoted(String value) {
        return " \"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
