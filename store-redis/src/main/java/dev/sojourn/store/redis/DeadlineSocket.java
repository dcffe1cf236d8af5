// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.redis;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;

/**
 * A socket whose reads and writes end when the deadline of the present call is over, however slowly bytes drip.
 *
 * <p>The timeout of a plain socket begins anew with each byte, and does not cover writes at all: a request that fills
 * the buffers of a stopped server would wait for ever. One thread at a time.
 */
final class DeadlineSocket extends Socket {
    private final OverdueWrites overdue;
    private volatile Deadline deadline;

    DeadlineSocket(Deadline first, OverdueWrites overdue) {
        this.deadline = first;
        this.overdue = overdue;
    }

    /** From now on the present call ends here. */
    void callEnds(Deadline newDeadline) {
        deadline = newDeadline;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new In(super.getInputStream());
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new Out(super.getOutputStream());
    }

    private final class In extends FilterInputStream {
        In(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            beforeReading();
            return super.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            beforeReading();
            return super.read(bytes, offset, length);
        }

        private void beforeReading() throws IOException {
            Deadline current = deadline;
            if (current.isOver()) {
                throw new SocketTimeoutException("the deadline of the call is over");
            }
            setSoTimeout(current.leftMillis());
        }
    }

    private final class Out extends FilterOutputStream {
        Out(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            OverdueWrites.Watch watch = overdue.watch(DeadlineSocket.this, length, deadline);
            try {
                out.write(bytes, offset, length);
            } finally {
                watch.end();
            }
        }
    }
}
