// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import java.text.MessageFormat;
import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Keeps what is logged, down to the finest level, from its creation until it is closed. */
final class LogRecorder implements AutoCloseable {
    private static final List<LogRecorder> ACTIVE = new CopyOnWriteArrayList<>();

    private final List<Line> lines = new CopyOnWriteArrayList<>();

    LogRecorder() {
        ACTIVE.add(this);
    }

    List<String> messages(System.Logger.Level level) {
        return lines.stream()
                .filter(line -> line.level() == level)
                .map(Line::message)
                .toList();
    }

    /** Everything. */
    String text() {
        return lines.toString();
    }

    @Override
    public void close() {
        ACTIVE.remove(this);
    }

    record Line(
            System.Logger.Level level,
            String message,
            @Nullable Throwable thrown) {}

    /** Found through the service file of the tests; stands for the application's logging. */
    public static final class Finder extends System.LoggerFinder {
        @Override
        public System.Logger getLogger(String name, Module module) {
            return new Recording(name);
        }
    }

    private record Recording(String name) implements System.Logger {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean isLoggable(Level level) {
            return name.startsWith("dev.sojourn") || level.getSeverity() >= Level.ERROR.getSeverity();
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, String message, @Nullable Throwable thrown) {
            keep(new Line(level, message, thrown));
        }

        @Override
        public void log(
                Level level,
                @Nullable ResourceBundle bundle,
                String format,
                @Nullable Object @Nullable ... parameters) {
            boolean plain = parameters == null || parameters.length == 0;
            keep(new Line(level, plain ? format : MessageFormat.format(format, parameters), null));
        }

        private static void keep(Line line) {
            ACTIVE.forEach(recorder -> recorder.lines.add(line));
        }
    }
}
