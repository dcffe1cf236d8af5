// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.servlet;

import dev.sojourn.SessionBusyException;
import dev.sojourn.SessionConflictException;
import dev.sojourn.SessionLimitException;
import dev.sojourn.store.StoreUnavailableException;
import dev.sojourn.web.GuardAnswer;
import dev.sojourn.web.RequestRefusedException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request whose session could not be read or saved, or was refused: says so, and nothing more.
 *
 * @param status the response's status
 * @param retryAfter seconds after which it may work, 0 for none
 * @param text what the client may know
 */
record Refusal(int status, int retryAfter, String text) {
    private static final System.Logger LOG = System.getLogger(Refusal.class.getName());
    private static final int DEPTH = 8;

    private static final Refusal UNAVAILABLE =
            new Refusal(HttpServletResponse.SC_SERVICE_UNAVAILABLE, 5, "Sessions are unavailable for the moment.\n");
    private static final Refusal BUSY = new Refusal(
            HttpServletResponse.SC_SERVICE_UNAVAILABLE, 1, "Other requests of this session are not done yet.\n");
    private static final Refusal CONFLICT =
            new Refusal(HttpServletResponse.SC_CONFLICT, 0, "Another request changed the session first.\n");
    private static final Refusal LIMIT = new Refusal(
            HttpServletResponse.SC_CONFLICT,
            0,
            "You are signed in as often as is allowed. Sign out somewhere else, then sign in again.\n");

    /**
     * Answers, if this problem is one of those and nothing was sent yet.
     *
     * <p>The session's changes are dropped, and its cookie stays what it is.
     *
     * @return whether it did; if not, the problem is still to be thrown
     */
    static boolean answer(Throwable problem, HttpServletResponse response, RequestScope scope) {
        Optional<RequestRefusedException> byGuard = cause(problem, RequestRefusedException.class);
        Optional<Refusal> refusal = of(problem);
        if ((refusal.isEmpty() && byGuard.isEmpty()) || response.isCommitted()) {
            return false;
        }
        LOG.log(System.Logger.Level.DEBUG, "request refused", problem);
        try {
            if (byGuard.isPresent()) {
                response.resetBuffer();
                write(scope.session().guarded().refuse(byGuard.get()), response);
            } else {
                scope.session().abandon(problem);
                refusal.get().write(response);
            }
            return true;
        } catch (IOException | IllegalStateException gone) {
            LOG.log(System.Logger.Level.DEBUG, "nobody is there to be told", gone);
            return false;
        }
    }

    private static Optional<Refusal> of(Throwable problem) {
        if (cause(problem, StoreUnavailableException.class).isPresent()) {
            return Optional.of(UNAVAILABLE);
        }
        if (cause(problem, SessionBusyException.class).isPresent()) {
            return Optional.of(BUSY);
        }
        if (cause(problem, SessionConflictException.class).isPresent()) {
            return Optional.of(CONFLICT);
        }
        return cause(problem, SessionLimitException.class).map(tooMany -> LIMIT);
    }

    /** Frameworks wrap what handlers throw; so the causes count too. */
    private static <T extends Throwable> Optional<T> cause(Throwable problem, Class<T> type) {
        @Nullable Throwable cause = problem;
        for (int i = 0; cause != null && i < DEPTH; i++) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    /** Sends a guard's answer; its headers are set. */
    static void write(GuardAnswer answer, HttpServletResponse response) throws IOException {
        response.setStatus(answer.status());
        if (!answer.contentType().isEmpty()) {
            response.setContentType(answer.contentType());
        }
        writeBody(answer.body(), response);
    }

    private void write(HttpServletResponse response) throws IOException {
        response.resetBuffer();
        response.setStatus(status);
        if (retryAfter > 0) {
            response.setIntHeader("Retry-After", retryAfter);
        }
        response.setHeader("Cache-Control", "no-store");
        response.setContentType("text/plain;charset=UTF-8");
        writeBody(text, response);
    }

    private static void writeBody(String text, HttpServletResponse response) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        response.setContentLength(body.length);
        try {
            response.getOutputStream().write(body);
        } catch (IllegalStateException writerInUse) {
            PrintWriter writer = response.getWriter();
            writer.print(text);
        }
    }
}
