// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import dev.sojourn.EndListener;
import dev.sojourn.SessionEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file with a line for each session that ended: when, which, and why. Several servers may write to the same file. Thread-safe.
 *
 * <p>As an {@link EndListener} it misses none, also if a server dies; then a line may stand there twice.
 */
final class EndLog implements EndListener {
    private final FileChannel file;

    private EndLog(FileChannel file) {
        this.file = file;
    }

    /** Goes on with the file, or begins it. */
    static EndLog open(Path path) throws IOException {
        return new EndLog(
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
    }

    /** Returns when the line is on disk. If it cannot be written, the end is told again. */
    @Override
    public synchronized void onEnded(SessionEvent.Ended ended) throws IOException {
        String line = ended.at() + " " + ended.sessionId() + " " + ended.reason() + "\n";
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            int unused = file.write(bytes);
        }
        file.force(false);
    }

    /** As a listener that is told each end once, and may miss it. */
    void onEvent(SessionEvent event) {
        if (event instanceof SessionEvent.Ended ended) {
            try {
                onEnded(ended);
            } catch (IOException full) {
                throw new UncheckedIOException(full);
            }
        }
    }
}
