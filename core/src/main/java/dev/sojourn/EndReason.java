// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

/** Why a session ended. */
public enum EndReason {
    /** The application invalidated it. */
    LOGGED_OUT,
    /** It was not used for as long as its idle timeout. */
    IDLE,
    /** It reached its absolute timeout. */
    LIFETIME,
    /** Somebody ended it from outside: an operator, the user from another device. */
    REVOKED,
    /** Its user logged in elsewhere, and had as many sessions as {@link SessionPolicy#sessionsPerPrincipal()} allows. */
    LIMIT,
    /** A superseded token came back, and policy takes that for theft. */
    STOLEN,
    /** The store had no room for it. */
    EVICTED,
    /** Its record was damaged. */
    UNREADABLE
}
