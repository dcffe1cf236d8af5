// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.jdbc;

import java.util.regex.Pattern;

/**
 * The name of the table, which is the only text from outside that becomes part of a statement.
 *
 * @param text lower case, so that it means the same to databases that fold names up and to those that fold them down
 */
record TableName(String text) {
    private static final Pattern SAFE = Pattern.compile("[a-z][a-z0-9_]{0,39}");

    /** Uses the pattern, so it stands after it. */
    static final TableName DEFAULT = new TableName("sojourn_session");

    TableName {
        if (!SAFE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "table must be 1 to 40 of a-z 0-9 _ and begin with a letter; choose its schema in the DataSource");
        }
    }

    /** The table beside it with who has the turn of a session. */
    String leaseTable() {
        return text + "_lease";
    }

    /** The table beside it with one row, the version of all. */
    String schemaTable() {
        return text + "_schema";
    }

    @Override
    public String toString() {
        return text;
    }
}
