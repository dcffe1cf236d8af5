// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo.site;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** In place of a table of users with their passwords' hashes: any name, and one password, which the page tells. */
final class Accounts {
    static final String PASSWORD = "sesame";

    /** The longest name, in characters: enough for people, little for a page. */
    static final int LONGEST_NAME = 64;

    private Accounts() {}

    /** The user of this name and password. Who gets none is not told which of the two was wrong: that would list the users. */
    static Optional<String> find(@Nullable String name, @Nullable String password) {
        String user = name == null ? "" : name.strip();
        boolean known = !user.isEmpty() && user.length() <= LONGEST_NAME;
        return known && isRight(password) ? Optional.of(user) : Optional.empty();
    }

    private static boolean isRight(@Nullable String password) {
        return password != null
                && MessageDigest.isEqual(
                        password.getBytes(StandardCharsets.UTF_8), PASSWORD.getBytes(StandardCharsets.UTF_8));
    }
}
