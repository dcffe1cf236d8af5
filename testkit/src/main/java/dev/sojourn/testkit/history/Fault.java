// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

/**
 * Something that was done to the system on purpose, and from when to when it may have had consequences. Immutable.
 *
 * @param kind what was done, for people
 * @param window the time within which acknowledged writes may have been lost; it begins with the oldest write that a replica
 *     may have missed, so somewhat before the deed
 */
public record Fault(String kind, Span window) {

    /** One line for people. */
    @Override
    public String toString() {
        return window + "  " + kind;
    }
}
