// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.zaxxer.hikari.HikariDataSource;
import dev.sojourn.SessionManager;
import dev.sojourn.servers.RedisBinary;
import io.lettuce.core.RedisClient;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.eclipse.jetty.session.ManagedSession;
import org.openjdk.jmh.util.Version;
import org.postgresql.Driver;
import org.springframework.session.MapSession;
import redis.clients.jedis.Jedis;

/** Where the figures come from, without anything that names the machine. */
final class Environment {
    private Environment() {}

    /** A list in Markdown. */
    static String describe(Plan plan) {
        return String.join(
                "\n",
                "- Date: " + LocalDate.now(ZoneOffset.UTC),
                "- Run: " + plan.title(),
                "- JDK: " + System.getProperty("java.vm.name") + " " + Runtime.version() + ", "
                        + System.getProperty("java.vendor"),
                "- Machine: " + Runtime.getRuntime().availableProcessors() + " cores, " + System.getProperty("os.name")
                        + " " + System.getProperty("os.arch"),
                "- Sojourn " + version(SessionManager.class) + commit() + " with Caffeine " + version(Caffeine.class),
                "- Spring Session " + version(MapSession.class),
                "- Jetty " + version(ManagedSession.class),
                "- " + jar(RedisClient.class) + ", " + jar(Jedis.class) + ", " + RedisBinary.bundled(),
                "- " + jar(Driver.class) + ", " + jar(HikariDataSource.class),
                "- JMH " + Version.getPlainVersion(),
                "");
    }

    private static String commit() {
        return Optional.ofNullable(System.getProperty("commit"))
                .filter(commit -> !commit.isEmpty())
                .map(commit -> " (commit " + commit + ")")
                .orElse("");
    }

    /** For those that do not say their version: the name of the file. */
    private static String jar(Class<?> type) {
        String location =
                type.getProtectionDomain().getCodeSource().getLocation().getPath();
        return Path.of(location).getFileName().toString();
    }

    private static String version(Class<?> type) {
        return Optional.ofNullable(type.getPackage())
                .map(Package::getImplementationVersion)
                .orElse("of unknown version");
    }
}
