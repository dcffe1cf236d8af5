// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sojourn.servers.DatabaseServer;
import dev.sojourn.servers.SharedDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The databases of the tests, each behind a pool that all tests of this JVM share. */
final class Databases {
    private static final Map<String, TestDatabase> SHARED = new ConcurrentHashMap<>();

    private static final Pattern PORT = Pattern.compile(":(\\d+)/");

    private Databases() {}

    static TestDatabase h2() {
        return SHARED.computeIfAbsent("jdbc:h2:mem:sessions;DB_CLOSE_DELAY=-1", Databases::behindPool);
    }

    static TestDatabase h2OnDisk(Path file) {
        return behindPool("jdbc:h2:file:" + file.toAbsolutePath());
    }

    static TestDatabase postgres() {
        return SHARED.computeIfAbsent(SharedDatabase.postgres().jdbcUrl(), Databases::behindPool);
    }

    static TestDatabase mariaDb() {
        return SHARED.computeIfAbsent(SharedDatabase.mariaDb().jdbcUrl(), Databases::behindPool);
    }

    static TestDatabase on(DatabaseServer server) {
        return behindPool(server.jdbcUrl());
    }

    static TestDatabase behindPool(String url) {
        return new TestDatabase(url, new HikariDataSource(settings(url)));
    }

    /** The port in the URL of a server. */
    static int port(String url) {
        Matcher matcher = PORT.matcher(url);
        if (!matcher.find()) {
            throw new IllegalArgumentException("there is no port in this URL");
        }
        return Integer.parseInt(matcher.group(1));
    }

    static HikariConfig settings(String url) {
        HikariConfig settings = new HikariConfig();
        settings.setJdbcUrl(url);
        settings.setMaximumPoolSize(16);
        settings.setMinimumIdle(1);
        settings.setConnectionTimeout(Duration.ofSeconds(20).toMillis());
        return settings;
    }
}
