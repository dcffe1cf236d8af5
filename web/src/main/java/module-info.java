// SPDX-License-Identifier: Apache-2.0
/** Sessions over HTTP without a framework: the way of the token, cookies, and the road of one request. */
module dev.sojourn.web {
    requires transitive dev.sojourn;
    requires static transitive org.jspecify;

    exports dev.sojourn.web;
    exports dev.sojourn.web.binding;
    exports dev.sojourn.web.csrf;
    exports dev.sojourn.web.headers;
}
