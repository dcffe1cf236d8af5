// SPDX-License-Identifier: Apache-2.0
/** Sessions in Jakarta Servlet containers. */
module dev.sojourn.servlet {
    requires transitive dev.sojourn.web;
    requires transitive jakarta.servlet;
    requires static transitive org.jspecify;

    exports dev.sojourn.servlet;
}
