// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Leaves the terminal to the demo: of the server's own messages only warnings are shown, and of those of the pool and the drivers
 * not even these. They tell with stack traces what the store tells in a line, and may quote a URL with its password.
 */
final class QuietLogging {
    // Held, because the log manager holds loggers weakly and would forget the level.
    private static final Logger SERVER = Logger.getLogger("org.eclipse.jetty");
    private static final List<Logger> DATABASES = Stream.of(
                    "com.zaxxer.hikari", "org.postgresql", "org.mariadb.jdbc", "h2database")
            .map(Logger::getLogger)
            .toList();

    private QuietLogging() {}

    static void configure() {
        if (System.getProperty("java.util.logging.config.file") == null) {
            System.setProperty("java.util.logging.SimpleFormatter.format", "%4$s: %5$s%6$s%n");
            SERVER.setLevel(Level.WARNING);
            DATABASES.forEach(database -> database.setLevel(Level.OFF));
        }
    }
}
