// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.testkit.history;

/**
 * A time during which one request certainly had a session for itself. Immutable.
 *
 * @param session the label of the session
 * @param client who had it
 * @param held from when it was known to be entered until just before leaving was asked for; of an owner that died, until the last
 *     moment at which it was known to have it
 */
public record Section(String session, String client, Span held) {}
