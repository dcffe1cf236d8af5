// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

/** What to do with a login of a user who has as many sessions as the limit allows. */
public enum LimitAction {
    /**
     * Let the new one in, and end the session of that user whose login is longest ago.
     *
     * <p>The visitor who sits at the keyboard gets on, and a session forgotten elsewhere makes room. A thief's session can be
     * pushed out the same way, and so can the owner's: tell users of {@link EndReason#LIMIT}.
     */
    END_OLDEST,
    /**
     * Refuse the login with a {@link SessionLimitException}, and leave all sessions as they are.
     *
     * <p>A session that was closed without a logout takes its place until it idles out, and whoever knows the password can
     * keep its owner out: offer to end other sessions, or to wait.
     */
    REFUSE_NEW
}
