// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

/** What to do when another request saved the session first. */
public enum ConflictPolicy {
    /**
     * Apply the changes to the newer session and save again.
     *
     * <p>Different attributes both survive; of one attribute set by both, the later commit's value stays; functions given
     * to {@code update} run again on the newer value.
     */
    MERGE,
    /** Throw {@link SessionConflictException}, also if different attributes were changed; nothing is written. */
    FAIL
}
