// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec.jackson;

import dev.sojourn.codec.AttributeLimitException;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;

/** Collects bytes, and stops the writer when there are too many. One thread at a time. */
final class BoundedBytes extends OutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    private final int most;

    BoundedBytes(int most) {
        this.most = most;
    }

    @Override
    public void write(int next) {
        makeRoom(1);
        bytes.write(next);
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        makeRoom(length);
        bytes.write(source, offset, length);
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }

    private void makeRoom(int length) {
        if (length > most - bytes.size()) {
            throw new AttributeLimitException("takes more than attributeBytes = " + most
                    + ": keep it elsewhere and its key in the session, or raise the limit");
        }
    }
}
