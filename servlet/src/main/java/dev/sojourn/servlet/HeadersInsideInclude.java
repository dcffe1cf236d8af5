// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * Lets the session's own headers through while a page is included.
 *
 * <p>An included page must not set headers, and Undertow enforces it in the response itself; but its own session cookie
 * passes, and so must ours: the page that is included may be the first to use the session, and fill the buffer.
 */
final class HeadersInsideInclude {
    private static final System.Logger LOG = System.getLogger(HeadersInsideInclude.class.getName());

    private HeadersInsideInclude() {}

    static void allowing(HttpServletResponse response, Runnable writeHeader) {
        if (!response.getClass().getName().equals("io.undertow.servlet.spec.HttpServletResponseImpl")) {
            writeHeader.run();
            return;
        }
        try {
            Class<?> type = response.getClass();
            Method set = type.getMethod("setInsideInclude", boolean.class);
            if (!Boolean.TRUE.equals(type.getMethod("isInsideInclude").invoke(response))) {
                writeHeader.run();
                return;
            }
            set.invoke(response, false);
            try {
                writeHeader.run();
            } finally {
                set.invoke(response, true);
            }
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException changed) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "this Undertow does not say whether a page is being included: {0}",
                    changed.toString());
            writeHeader.run();
        }
    }
}
