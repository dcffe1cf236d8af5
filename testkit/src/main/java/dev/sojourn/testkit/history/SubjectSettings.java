// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Where the application is and how it is spoken to. Immutable.
 *
 * @param targets the base addresses, asked in turn
 * @param requestTimeout when a request is given up
 * @param cookieNames what the session's cookie may be called
 * @param nodeHeader the header in which an answer names its server
 * @param password what a login sends besides the user; empty: nothing
 */
record SubjectSettings(
        List<URI> targets, Duration requestTimeout, List<String> cookieNames, String nodeHeader, String password) {

    /** Without the password. */
    @Override
    public String toString() {
        return "SubjectSettings" + targets;
    }
}
