// SPDX-License-Identifier: Apache-2.0
/** The servlet module's tests: each behaviour once, run on Jetty, Tomcat and Undertow over real sockets. */
@NullMarked
package dev.sojourn.servlet;

import org.jspecify.annotations.NullMarked;
