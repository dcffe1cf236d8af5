// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.web;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What is logged, by the library at all levels, from when it is opened until it is closed. Thread-safe. */
final class LogBook extends Handler {
    private static final String LIBRARY = "dev.sojourn";

    // Held: the log manager itself forgets loggers that nobody holds.
    private final Logger library = Logger.getLogger(LIBRARY);
    private final Logger root = Logger.getLogger("");
    private final @Nullable Level levelBefore = library.getLevel();
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();

    LogBook() {
        setLevel(Level.ALL);
        library.setLevel(Level.ALL);
        root.addHandler(this);
    }

    /** The library's messages at this level and above. */
    List<String> from(Level least) {
        return records.stream()
                .filter(LogBook::isLibrarys)
                .filter(record -> record.getLevel().intValue() >= least.intValue())
                .map(LogRecord::getMessage)
                .toList();
    }

    /** Everything with its parameters and exceptions, of the library only or of everybody. */
    List<String> lines(boolean libraryOnly) {
        return records.stream()
                .filter(record -> !libraryOnly || isLibrarys(record))
                .map(LogBook::line)
                .toList();
    }

    @Override
    public void publish(LogRecord record) {
        records.add(record);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        root.removeHandler(this);
        library.setLevel(levelBefore);
    }

    private static boolean isLibrarys(LogRecord record) {
        return String.valueOf(record.getLoggerName()).startsWith(LIBRARY);
    }

    private static String line(LogRecord record) {
        StringWriter text = new StringWriter();
        text.append(record.getMessage() + " " + Arrays.toString(record.getParameters()));
        if (record.getThrown() != null) {
            record.getThrown().printStackTrace(new PrintWriter(text));
        }
        return text.toString();
    }
}
