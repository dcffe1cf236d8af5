// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import java.io.PrintWriter;
import java.nio.CharBuffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The container's writer; the session is committed before a write that sends the head of the response. */
final class CommittingWriter extends PrintWriter {
    private static final int LINE_END = 2;

    private final PrintWriter writer;
    private final ResponseProgress progress;
    private final String charset;

    CommittingWriter(PrintWriter writer, ResponseProgress progress, String charset) {
        super(writer);
        this.writer = writer;
        this.progress = progress;
        this.charset = charset;
    }

    boolean isOver(PrintWriter other) {
        return writer == other;
    }

    @Override
    public void flush() {
        progress.headLeaves();
        writer.flush();
        progress.done();
    }

    @Override
    public void close() {
        progress.headLeaves();
        writer.close();
        progress.done();
    }

    @Override
    public boolean checkError() {
        progress.headLeaves();
        boolean failed = writer.checkError();
        progress.done();
        return failed;
    }

    @Override
    public void write(int c) {
        writing(String.valueOf((char) c));
        writer.write(c);
        progress.done();
    }

    @Override
    public void write(char[] characters, int offset, int length) {
        progress.writing(EncodedLength.of(CharBuffer.wrap(characters), offset, length, charset));
        writer.write(characters, offset, length);
        progress.done();
    }

    @Override
    public void write(char[] characters) {
        write(characters, 0, characters.length);
    }

    @Override
    public void write(String text, int offset, int length) {
        progress.writing(EncodedLength.of(text, offset, length, charset));
        writer.write(text, offset, length);
        progress.done();
    }

    @Override
    public void write(String text) {
        write(text, 0, text.length());
    }

    @Override
    public void print(boolean value) {
        print(String.valueOf(value));
    }

    @Override
    public void print(char value) {
        print(String.valueOf(value));
    }

    @Override
    public void print(int value) {
        print(String.valueOf(value));
    }

    @Override
    public void print(long value) {
        print(String.valueOf(value));
    }

    @Override
    public void print(float value) {
        print(String.valueOf(value));
    }

    @Override
    public void print(double value) {
        print(String.valueOf(value));
    }

    @Override
    public void print(char[] value) {
        print(String.valueOf(value));
    }

    @Override
    public void print(@Nullable Object value) {
        print(String.valueOf(value));
    }

    @Override
    public void print(@Nullable String value) {
        String text = String.valueOf(value);
        writing(text);
        writer.print(text);
        progress.done();
    }

    @Override
    public void println() {
        progress.writing(LINE_END);
        writer.println();
        progress.done();
    }

    @Override
    public void println(boolean value) {
        println(String.valueOf(value));
    }

    @Override
    public void println(char value) {
        println(String.valueOf(value));
    }

    @Override
    public void println(int value) {
        println(String.valueOf(value));
    }

    @Override
    public void println(long value) {
        println(String.valueOf(value));
    }

    @Override
    public void println(float value) {
        println(String.valueOf(value));
    }

    @Override
    public void println(double value) {
        println(String.valueOf(value));
    }

    @Override
    public void println(char[] value) {
        println(String.valueOf(value));
    }

    @Override
    public void println(@Nullable Object value) {
        println(String.valueOf(value));
    }

    @Override
    public void println(@Nullable String value) {
        String text = String.valueOf(value);
        progress.writing(EncodedLength.of(text, 0, text.length(), charset) + LINE_END);
        writer.println(text);
        progress.done();
    }

    @Override
    public PrintWriter printf(String format, Object... values) {
        return format(format, values);
    }

    @Override
    public PrintWriter printf(Locale locale, String format, Object... values) {
        return format(locale, format, values);
    }

    @Override
    public PrintWriter format(String format, Object... values) {
        print(String.format(Locale.getDefault(Locale.Category.FORMAT), format, values));
        return this;
    }

    @Override
    public PrintWriter format(Locale locale, String format, Object... values) {
        print(String.format(locale, format, values));
        return this;
    }

    @Override
    public PrintWriter append(@Nullable CharSequence text) {
        print(String.valueOf(text));
        return this;
    }

    @Override
    public PrintWriter append(@Nullable CharSequence text, int start, int end) {
        print(String.valueOf(text).substring(start, end));
        return this;
    }

    @Override
    public PrintWriter append(char c) {
        write(c);
        return this;
    }

    private void writing(String text) {
        progress.writing(EncodedLength.of(text, 0, text.length(), charset));
    }
}
