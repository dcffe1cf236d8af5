// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import java.sql.SQLException;

/**
 * Why a database did not let us in, as the end of a sentence about it.
 *
 * <p>By SQLState and number alone: the texts of drivers may quote the URL, and with it the password.
 */
final class DatabaseRefusal {
    private static final int MARIADB_NO_SUCH_DATABASE = 1049;
    private static final int MARIADB_NOT_THIS_DATABASE = 1044;
    private static final int H2_RELATIVE_PATH = 90_011;
    private static final int H2_IN_USE = 90_020;
    private static final int H2_NOT_WRITTEN = 90_028;
    private static final int H2_NOT_CREATED = 90_062;
    private static final int H2_NO_SERVER = 90_067;
    private static final int H2_READ_ONLY = 90_097;
    private static final int H2_NO_SUCH_DATABASE = 90_149;

    private DatabaseRefusal() {}

    static String of(SQLException failure) {
        return switch (failure.getErrorCode()) {
            case MARIADB_NO_SUCH_DATABASE, H2_NO_SUCH_DATABASE -> "does not exist";
            case MARIADB_NOT_THIS_DATABASE -> "is not for this user";
            case H2_IN_USE -> "is in use by another process";
            case H2_NOT_WRITTEN, H2_NOT_CREATED, H2_READ_ONLY -> "cannot be written";
            case H2_RELATIVE_PATH -> "needs ./ before a relative path";
            case H2_NO_SERVER -> "does not answer";
            default -> byState(failure);
        };
    }

    /** The classes of the standard that the drivers agree on, and PostgreSQL's for a database that is not there. */
    private static String byState(SQLException failure) {
        String state = failure.getSQLState();
        if (state == null) {
            return "cannot be opened"; // so MariaDB's driver says that it does not understand the URL
        }
        if (state.startsWith("08")) {
            return "does not answer";
        }
        if (state.startsWith("28")) {
            return "refuses this user or this password";
        }
        if (state.equals("3D000")) {
            return "does not exist";
        }
        return "refuses the connection (SQLState " + state + ", code " + failure.getErrorCode() + ")";
    }
}
