// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.web;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the library logs, from when it is opened until it is closed. Thread-safe. */
final class LogBook extends Handler {
    // Held: the log manager itself forgets loggers that nobody holds.
    private final Logger logger = Logger.getLogger("dev.sojourn");
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();

    LogBook() {
        setLevel(Level.ALL);
        logger.addHandler(this);
    }

    /** The messages at this level and above. */
    List<String> from(Level least) {
        return records.stream()
                .filter(record -> record.getLevel().intValue() >= least.intValue())
                .map(LogRecord::getMessage)
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
        logger.removeHandler(this);
    }
}
