// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a database says when it does not do what it is asked, by SQLSTATE and by the numbers of those that are vague. */
final class SqlFailures {
    private static final String READ_ONLY = "25006";
    private static final String COMPLETION_UNKNOWN = "40003";

    private static final int MYSQL_READ_ONLY_SERVER = 1290;
    private static final int MYSQL_READ_ONLY_TRANSACTION = 1792;
    private static final int MYSQL_CHANGED_SINCE_LAST_READ = 1020;
    private static final int H2_READ_ONLY = 90_097;
    private static final int H2_CONCURRENT_UPDATE = 90_131;

    private static final int DEEPEST_CAUSE = 5;
    private static final Pattern PASSWORD = Pattern.compile("(?i)(pass\\w*|pwd)=[^&;\\s]*|//[^/@\\s]*@");

    private SqlFailures() {}

    /** Another transaction was in the way, and the statement certainly did nothing: it may be repeated. */
    static boolean isRolledBack(SQLException failure) {
        String state = stateOf(failure);
        return (state.startsWith("40") && !state.equals(COMPLETION_UNKNOWN))
                || failure.getErrorCode() == H2_CONCURRENT_UPDATE
                || failure.getErrorCode() == MYSQL_CHANGED_SINCE_LAST_READ;
    }

    /** The connection, or the whole server, takes no writes. */
    static boolean isReadOnly(SQLException failure) {
        int code = failure.getErrorCode();
        return stateOf(failure).equals(READ_ONLY)
                || code == MYSQL_READ_ONLY_SERVER
                || code == MYSQL_READ_ONLY_TRANSACTION
                || code == H2_READ_ONLY;
    }

    /** The connection was dead, as after a restart of the server; not: it kept silent for too long. */
    static boolean isConnectionLost(SQLException failure) {
        String state = stateOf(failure);
        return (state.startsWith("08") || state.startsWith("57P")) && !isTimeout(failure);
    }

    /** Whether the database answered, even if with a failure: the connection is neither lost nor silent. */
    static boolean isAnswer(SQLException failure) {
        String state = stateOf(failure);
        return !isTimeout(failure) && !state.equals("none") && !state.startsWith("08") && !state.startsWith("57P");
    }

    static boolean isTimeout(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketTimeoutException) {
                return true;
            }
        }
        return false;
    }

    /** There is no such table, or no right to see it. */
    static boolean isTableMissing(SQLException failure) {
        return stateOf(failure).startsWith("42");
    }

    /** What it is, in words without content. */
    static String nameOf(SQLException failure) {
        String name = "SQLState " + stateOf(failure) + ", code " + failure.getErrorCode();
        if (isTimeout(failure)) {
            return "no answer in time, " + name;
        }
        return isReadOnly(failure) ? "the database takes no writes, " + name : name;
    }

    /**
     * The failure and its causes with classes, codes and stack traces, and without the texts of the driver, which may quote
     * values and whole statements. What the network says is kept.
     */
    static SQLException withoutContent(SQLException failure) {
        SQLException bare = new SQLException(
                failure.getClass().getName() + ": " + nameOf(failure), failure.getSQLState(), failure.getErrorCode());
        bare.setStackTrace(failure.getStackTrace());
        attachCause(bare, failure.getCause(), DEEPEST_CAUSE);
        return bare;
    }

    /** A failure to connect: no statement was sent, so the driver's text quotes none; passwords are taken out all the same. */
    static SQLException withoutPassword(SQLException failure) {
        String text = PASSWORD.matcher(String.valueOf(failure.getMessage())).replaceAll("***");
        SQLException bare = new SQLException(
                failure.getClass().getName() + ": " + text, failure.getSQLState(), failure.getErrorCode());
        bare.setStackTrace(failure.getStackTrace());
        attachCause(bare, failure.getCause(), DEEPEST_CAUSE);
        return bare;
    }

    private static void attachCause(Throwable bare, @Nullable Throwable cause, int depth) {
        if (cause == null || depth == 0) {
            return;
        }
        if (cause instanceof IOException network) {
            Throwable unused = bare.initCause(network);
            return;
        }
        Exception bareCause = cause instanceof SQLException sql
                ? new SQLException(sql.getClass().getName() + ": " + nameOf(sql), sql.getSQLState(), sql.getErrorCode())
                : new SQLException(cause.getClass().getName());
        bareCause.setStackTrace(cause.getStackTrace());
        Throwable unused = bare.initCause(bareCause);
        attachCause(bareCause, cause.getCause(), depth - 1);
    }

    private static String stateOf(SQLException failure) {
        String state = failure.getSQLState();
        return state == null ? "none" : state;
    }
}
