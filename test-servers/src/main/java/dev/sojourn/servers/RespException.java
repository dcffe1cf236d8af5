// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servers;

/** The server answered with an error; the message is the whole line, beginning with the error's code. */
public final class RespException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RespException(String line) {
        super(line);
    }

    /** The first word of the line: {@code NOAUTH}, {@code MOVED}, {@code ERR} … */
    public String code() {
        String line = String.valueOf(getMessage());
        int end = line.indexOf(' ');
        return end < 0 ? line : line.substring(0, end);
    }
}
