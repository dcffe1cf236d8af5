// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.memory;

import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What the memory store warns of between this log's creation and its closing. */
final class CapturedLog implements AutoCloseable {
    private static final List<CapturedLog> OPEN = new CopyOnWriteArrayList<>();

    private final List<String> warnings = new CopyOnWriteArrayList<>();

    CapturedLog() {
        OPEN.add(this);
    }

    List<String> warnings() {
        return warnings;
    }

    @Override
    public void close() {
        OPEN.remove(this);
    }

    /** Found through the service file of the tests; stands for the application's logging. */
    public static final class Finder extends System.LoggerFinder {
        @Override
        public System.Logger getLogger(String name, Module module) {
            return new CapturingLogger(name);
        }
    }

    private record CapturingLogger(String name) implements System.Logger {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean isLoggable(Level level) {
            return level.getSeverity() >= Level.WARNING.getSeverity();
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, String message, @Nullable Throwable thrown) {
            keep(level, message);
        }

        @Override
        public void log(
                Level level,
                @Nullable ResourceBundle bundle,
                String format,
                @Nullable Object @Nullable ... parameters) {
            keep(level, format);
        }

        private void keep(Level level, String message) {
            if (level == Level.WARNING && name.equals(MemoryStore.class.getName())) {
                OPEN.forEach(log -> log.warnings.add(message));
            }
        }
    }
}
