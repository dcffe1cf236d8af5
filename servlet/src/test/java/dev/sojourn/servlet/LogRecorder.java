// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Collects what is logged at INFO and above while it is open. */
final class LogRecorder implements AutoCloseable {
    private final Logger logger;
    private final Handler handler;
    private final @Nullable Level levelBefore;
    private final List<String> messages = new CopyOnWriteArrayList<>();

    private LogRecorder(Logger logger) {
        this.logger = logger;
        this.handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                if (entry.getLevel().intValue() >= Level.INFO.intValue()) {
                    messages.add(entry.getLevel() + " " + entry.getMessage() + " " + entry.getThrown());
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        levelBefore = logger.getLevel();
        logger.setLevel(Level.INFO);
        logger.addHandler(handler);
    }

    static LogRecorder of(String name) {
        return new LogRecorder(Logger.getLogger(name));
    }

    List<String> messages() {
        return List.copyOf(messages);
    }

    @Override
    public void close() {
        logger.removeHandler(handler);
        logger.setLevel(levelBefore);
    }
}
