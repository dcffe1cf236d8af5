// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

/**
 * The system told somebody that a session ended. Immutable.
 *
 * @param id the public id that the session had last
 * @param node who told it
 * @param reason why it ended, in the system's own words
 * @param at when it was told, on the history's clock
 */
public record EndNotice(String id, String node, String reason, long at) {}
