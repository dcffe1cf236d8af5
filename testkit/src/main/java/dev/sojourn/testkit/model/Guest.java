// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.model;

import java.util.ArrayList;
import java.util.List;

/** A browser with a session: all tokens that it was ever sent, and the one that it holds. One thread at a time. */
final class Guest {
    private final List<Integer> secrets = new ArrayList<>();
    private int session;
    private int held;

    Guest(int session) {
        this.session = session;
    }

    int session() {
        return session;
    }

    /** The session got another key before its token was ever sent. */
    void belongsTo(int another) {
        session = another;
    }

    /** The token that it holds; 0 if it was sent none yet. */
    int held() {
        return held;
    }

    /** All that it was sent, also what did not arrive. */
    List<Integer> secrets() {
        return secrets;
    }

    /** Takes the token if the answer arrives; a thief may have read it on the way. The first one always arrives. */
    void learn(Expected expected, boolean heard) {
        if (expected.secret() == 0) {
            return;
        }
        if (!secrets.contains(expected.secret())) {
            secrets.add(expected.secret());
        }
        if (held == 0 || (heard && expected.changed())) {
            held = expected.secret();
        }
    }
}
