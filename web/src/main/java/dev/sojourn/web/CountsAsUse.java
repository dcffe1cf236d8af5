// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

/** Which requests count as use of a session, and so put off its end by idleness. */
public enum CountsAsUse {
    /**
     * Those in which the application asks for the session; the default.
     *
     * <p>Nothing is done that need not be: a page or an image that does not look at the session costs no look-up, stays
     * cacheable, and does not keep a visitor logged in who left a page open.
     */
    ON_USE,
    /**
     * All that carry its token, whether or not the application looks: what the Servlet specification says (§7.6).
     *
     * <p>Costs a look-up per such request. If the store is down, requests that do not ask for the session are served all
     * the same.
     */
    ON_REQUEST
}
