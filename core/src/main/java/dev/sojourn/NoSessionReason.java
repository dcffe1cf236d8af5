// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

/** Why a presented token opened no session. All look alike to the client. */
public enum NoSessionReason {
    /** It is not a token: wrong length or alphabet. No store was asked. */
    MALFORMED,
    /** Its signature is missing or wrong. No store was asked. */
    FORGED,
    /** There is no such session, or no longer. */
    UNKNOWN,
    /** The session exists, but this secret was never its secret. */
    NEVER_ISSUED,
    /** The session exists, and this was its secret once. */
    STALE,
    /** The session's time is over. */
    EXPIRED,
    /** The session's record cannot be read. */
    UNREADABLE
}
