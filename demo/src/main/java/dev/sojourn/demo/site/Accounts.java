// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import dev.sojourn.AttributeKey;

/** What the pages of the demo share. */
final class Demo {
    /** How often the visitor pressed the button. */
    static final AttributeKey<Integer> VISITS = AttributeKey.of("visits", Integer.class);

    /** The longest name that one can sign in with, in characters: enough for people, little for a page. */
    static final int LONGEST_NAME = 64;

    private Demo() {}
}
