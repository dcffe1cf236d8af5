// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.micrometer;

/** What there is to see, by the names and descriptions that monitoring systems show; docs/metrics.md lists them. */
enum SessionMeter {
    OPENED("sojourn.sessions.opened", "Sessions that requests worked on, by the conflict policy they ran under"),
    REFUSED("sojourn.tokens.refused", "Tokens that opened no session"),
    COMMITS("sojourn.commits", "Commits, by what happened to the stored session"),
    CONFLICTS("sojourn.conflicts", "Requests that found that another one had saved the session first"),
    TURNS("sojourn.turns", "How long requests waited for their turn under the policy EXCLUSIVE"),
    LOGINS("sojourn.logins", "Logins that were saved"),
    RENEWED("sojourn.sessions.renewed", "Sessions that got another token"),
    ENDED("sojourn.sessions.ended", "Sessions that ended, told by the node that ended them"),
    STALE(
            "sojourn.tokens.stale",
            "Superseded tokens that were refused, within the grace of requests in flight or later"),
    BINDING_BROKEN("sojourn.bindings.broken", "Requests from another client than the one that logged in"),
    QUARANTINED("sojourn.attributes.quarantined", "Attributes that could not be read"),
    UNREADABLE("sojourn.records.unreadable", "Records of sessions that could not be read"),
    LIVE("sojourn.sessions.live", "Sessions in the store, counted when the figure is read");

    private final String meterName;
    private final String description;

    SessionMeter(String meterName, String description) {
        this.meterName = meterName;
        this.description = description;
    }

    String meterName() {
        return meterName;
    }

    String description() {
        return description;
    }
}
