// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import java.util.function.IntPredicate;

/** Which characters may stand where in a header field. */
final class HttpText {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    private HttpText() {}

    /** Whether it is a token of RFC 9110 §5.6.2: the name of a header or a cookie. */
    static boolean isToken(String text) {
        return !text.isEmpty()
                && consistsOf(
                        text,
                        c -> (c >= '0' && c <= '9')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= 'a' && c <= 'z')
                                || TOKEN_MARKS.indexOf(c) >= 0);
    }

    /** Whether it can be a cookie's value as it is: cookie-octets of RFC 6265bis §4.1.1. */
    static boolean isCookieValue(String text) {
        return consistsOf(text, c -> c > 0x20 && c < 0x7F && c != '"' && c != ',' && c != ';' && c != '\\');
    }

    /** Whether it can be the value of a cookie's attribute: av-octets of RFC 6265bis §4.1.1. */
    static boolean isAttributeValue(String text) {
        return consistsOf(text, c -> c >= 0x20 && c < 0x7F && c != ';');
    }

    /** The text without spaces and tabs around it, and without those only. */
    static String trim(String text) {
        return trimmed(text, 0, text.length());
    }

    /** That part of the text, without spaces and tabs around it, and without those only. */
    static String trimmed(String text, int from, int to) {
        int start = afterBlanks(text, from, to);
        return text.substring(start, beforeBlanks(text, start, to));
    }

    /** Whether that part of the text is {@code expected}, but for spaces and tabs around it. */
    static boolean isTrimmed(String text, int from, int to, String expected) {
        int start = afterBlanks(text, from, to);
        int length = beforeBlanks(text, start, to) - start;
        return length == expected.length() && text.startsWith(expected, start);
    }

    private static int afterBlanks(String text, int from, int to) {
        int start = from;
        while (start < to && isBlank(text.charAt(start))) {
            start++;
        }
        return start;
    }

    private static int beforeBlanks(String text, int from, int to) {
        int end = to;
        while (end > from && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static boolean consistsOf(String text, IntPredicate allowed) {
        return text.chars().allMatch(allowed);
    }
}
