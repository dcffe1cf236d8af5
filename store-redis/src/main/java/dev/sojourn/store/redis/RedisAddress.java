// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a URI says of where Redis is.
 *
 * @param master the master's name, for sentinels; empty otherwise
 */
record RedisAddress(
        Kind kind,
        boolean tls,
        List<Endpoint> endpoints,
        @Nullable String user,
        @Nullable String password,
        int database,
        String master) {

    private static final Pattern FORM = Pattern.compile(
            "redis(?<tls>s?)(?<kind>-sentinel|-cluster)?://(?:(?<credentials>[^@/#?]*)@)?(?<hosts>[^@/#?]+)"
                    + "(?:/(?<database>[0-9]{1,5})?)?(?:#(?<master>[^#?/@]+))?");
    private static final Pattern HOST =
            Pattern.compile("(?<host>\\[[0-9a-fA-F:.%]+]|[^:\\[\\]]+)(?::(?<port>[0-9]{1,5}))?");
    private static final int REDIS_PORT = 6379;
    private static final int SENTINEL_PORT = 26_379;
    private static final int HIGHEST_PORT = 65_535;

    /** How the servers stand together. */
    enum Kind {
        SINGLE(""),
        SENTINEL("-sentinel"),
        CLUSTER("-cluster");

        private final String suffix;

        Kind(String suffix) {
            this.suffix = suffix;
        }

        private static Kind of(@Nullable String suffix) {
            return suffix == null ? SINGLE : suffix.equals(SENTINEL.suffix) ? SENTINEL : CLUSTER;
        }
    }

    /** Nothing of the text is in a message: it may hold a password. */
    static RedisAddress parse(String uri) {
        Matcher form = FORM.matcher(uri);
        if (!form.matches()) {
            throw new IllegalArgumentException("the Redis URI must look like redis://user:password@host:6379/0,"
                    + " redis-sentinel://host1:26379,host2:26379/0#master or redis-cluster://host1:6379,host2:6379,"
                    + " with rediss for TLS; special characters of a password are percent-encoded; all else is a"
                    + " setting of the builder");
        }
        Kind kind = Kind.of(form.group("kind"));
        Optional<String> credentials = Optional.ofNullable(form.group("credentials"));
        Optional<String> database = Optional.ofNullable(form.group("database"));
        RedisAddress address = new RedisAddress(
                kind,
                !form.group("tls").isEmpty(),
                endpoints(form.group("hosts"), kind == Kind.SENTINEL ? SENTINEL_PORT : REDIS_PORT),
                credentials.map(RedisAddress::userOf).orElse(null),
                credentials.map(RedisAddress::passwordOf).orElse(null),
                database.map(Integer::parseInt).orElse(0),
                Optional.ofNullable(form.group("master")).orElse(""));
        address.check();
        return address;
    }

    private void check() {
        if (kind == Kind.SINGLE && endpoints.size() > 1) {
            throw new IllegalArgumentException(
                    "a redis:// URI has one host; several are redis-sentinel:// or redis-cluster://");
        }
        if (kind == Kind.SENTINEL && master.isEmpty()) {
            throw new IllegalArgumentException(
                    "a redis-sentinel:// URI ends with the name under which the sentinels know the master: #name");
        }
        if (kind != Kind.SENTINEL && !master.isEmpty()) {
            throw new IllegalArgumentException("only a redis-sentinel:// URI ends with the name of a master, #name");
        }
    }

    private static List<Endpoint> endpoints(String hosts, int defaultPort) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (String host : hosts.split(",", -1)) {
            Matcher form = HOST.matcher(host);
            int port =
                    form.matches() && form.group("port") != null ? Integer.parseInt(form.group("port")) : defaultPort;
            if (!form.matches() || port < 1 || port > HIGHEST_PORT) {
                throw new IllegalArgumentException(
                        "the hosts of the Redis URI must look like host:6379, with commas between"
                                + " them and ports from 1 to " + HIGHEST_PORT);
            }
            String name = form.group("host");
            endpoints.add(new Endpoint(name.startsWith("[") ? name.substring(1, name.length() - 1) : name, port));
        }
        return List.copyOf(endpoints);
    }

    /** {@code user:password@}, {@code :password@} or {@code password@}. */
    private static @Nullable String userOf(String credentials) {
        int colon = credentials.indexOf(':');
        return colon <= 0 ? null : decoded(credentials.substring(0, colon));
    }

    private static @Nullable String passwordOf(String credentials) {
        String password = decoded(credentials.substring(credentials.indexOf(':') + 1));
        return password.isEmpty() ? null : password;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("user and password of the Redis URI: a % must be written as %25");
        }
    }

    /** Without user and password. */
    @Override
    public String toString() {
        String hosts =
                String.join(",", endpoints.stream().map(Endpoint::toString).toList());
        return "redis" + (tls ? "s" : "") + kind.suffix + "://" + hosts + (kind == Kind.CLUSTER ? "" : "/" + database)
                + (master.isEmpty() ? "" : "#" + master);
    }
}
