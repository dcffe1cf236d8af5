// SPDX-License-Identifier: Apache-2.0
/**
 * Sessions over HTTP without a framework: how the token travels, and what one request does with its session.
 *
 * <p>Belongs here: cookies and headers, the rules of proxies and secure connections, and the order of events in a request.
 * Does not belong here: any framework's or container's type (each adapter implements {@link WebExchange} in its own
 * module), what a session is (package {@code dev.sojourn}), and where it is stored.
 */
@NullMarked
package dev.sojourn.web;

import org.jspecify.annotations.NullMarked;
