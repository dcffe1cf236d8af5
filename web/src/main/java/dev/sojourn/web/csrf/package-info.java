// SPDX-License-Identifier: Apache-2.0
/**
 * The guard against requests that other sites forge (CSRF): who made a request, by what browsers say, and tokens on top.
 *
 * <p>Belongs here: what tells a site's own requests from those of others. Does not belong here: which of a site's own
 * requests are allowed, and the headers of responses (package {@code dev.sojourn.web.headers}).
 */
@NullMarked
package dev.sojourn.web.csrf;

import org.jspecify.annotations.NullMarked;
