// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web.csrf;

import dev.sojourn.web.GuardRefusal;
import java.util.Locale;

/** Why {@link CsrfGuard} refuses a request; what is counted, logged and told to listeners. */
public enum RefusalReason {
    /** The method is {@code TRACE}, which would show a page's scripts the cookies they must not see. */
    TRACE,
    /** {@code Sec-Fetch-Site}, {@code Origin} or {@code Referer} came twice: no browser does that. */
    REPEATED_HEADER,
    /** {@code Sec-Fetch-Site} says that another site made it, a subdomain's for instance, and its origin is not trusted. */
    CROSS_SITE,
    /** There is no {@code Sec-Fetch-Site}, and {@code Origin} is not this site's. */
    FOREIGN_ORIGIN,
    /** There is neither, and {@code Referer} is not of this site. */
    FOREIGN_REFERER,
    /** None of them says who made it, but it carries the session cookie. */
    UNKNOWN_ORIGIN,
    /** Tokens are asked for, and it has none. */
    NO_TOKEN,
    /** It has more than one token. */
    REPEATED_TOKEN,
    /** Its token is not one of this session as it is now. */
    WRONG_TOKEN;

    /** As a word for logs and counters: {@code cross-site}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    GuardRefusal refusal(boolean enforced) {
        GuardRefusal refusal = GuardRefusal.forbidden(word());
        return enforced ? refusal : refusal.reportOnly();
    }
}
