// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Leaves the terminal to the demo: of the server's own messages only warnings are shown. */
final class QuietLogging {
    // Held, because the log manager holds loggers weakly and would forget the level.
    private static final Logger SERVER = Logger.getLogger("org.eclipse.jetty");

    private QuietLogging() {}

    static void configure() {
        if (System.getProperty("java.util.logging.config.file") == null) {
            System.setProperty("java.util.logging.SimpleFormatter.format", "%4$s: %5$s%6$s%n");
            SERVER.setLevel(Level.WARNING);
        }
    }
}
