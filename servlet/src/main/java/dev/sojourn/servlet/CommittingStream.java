// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The container's stream; the session is committed before a write that sends the head of the response. */
final class CommittingStream extends ServletOutputStream {
    private static final int LINE_END = 2;

    private final ServletOutputStream stream;
    private final ResponseProgress progress;

    CommittingStream(ServletOutputStream stream, ResponseProgress progress) {
        this.stream = stream;
        this.progress = progress;
    }

    boolean isOver(ServletOutputStream other) {
        return stream == other;
    }

    @Override
    public void write(int oneByte) throws IOException {
        progress.writing(1);
        stream.write(oneByte);
        progress.done();
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        progress.writing(bytes.length);
        stream.write(bytes);
        progress.done();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        progress.writing(length);
        stream.write(bytes, offset, length);
        progress.done();
    }

    /** Exists since Servlet 6.1; on 6.0 nobody can call it. */
    @Override
    public void write(ByteBuffer buffer) throws IOException {
        progress.writing(buffer.remaining());
        stream.write(buffer);
        progress.done();
    }

    @Override
    public void print(String text) throws IOException {
        progress.writing(atMost(text));
        stream.print(text);
        progress.done();
    }

    @Override
    public void print(boolean value) throws IOException {
        print(String.valueOf(value));
    }

    @Override
    public void print(char value) throws IOException {
        print(String.valueOf(value));
    }

    @Override
    public void print(int value) throws IOException {
        print(String.valueOf(value));
    }

    @Override
    public void print(long value) throws IOException {
        print(String.valueOf(value));
    }

    @Override
    public void print(float value) throws IOException {
        print(String.valueOf(value));
    }

    @Override
    public void print(double value) throws IOException {
        print(String.valueOf(value));
    }

    @Override
    public void println() throws IOException {
        progress.writing(LINE_END);
        stream.println();
        progress.done();
    }

    @Override
    public void println(String text) throws IOException {
        progress.writing(atMost(text) + LINE_END);
        stream.println(text);
        progress.done();
    }

    @Override
    public void println(boolean value) throws IOException {
        println(String.valueOf(value));
    }

    @Override
    public void println(char value) throws IOException {
        println(String.valueOf(value));
    }

    @Override
    public void println(int value) throws IOException {
        println(String.valueOf(value));
    }

    @Override
    public void println(long value) throws IOException {
        println(String.valueOf(value));
    }

    @Override
    public void println(float value) throws IOException {
        println(String.valueOf(value));
    }

    @Override
    public void println(double value) throws IOException {
        println(String.valueOf(value));
    }

    @Override
    public void flush() throws IOException {
        progress.headLeaves();
        stream.flush();
        progress.done();
    }

    @Override
    public void close() throws IOException {
        progress.headLeaves();
        stream.close();
        progress.done();
    }

    @Override
    public boolean isReady() {
        return stream.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
        stream.setWriteListener(listener);
    }

    /** Some containers encode text on a stream as Latin-1, some as the response says. */
    private static long atMost(String text) {
        return EncodedLength.of(String.valueOf(text), 0, String.valueOf(text).length(), "UTF-8");
    }
}
