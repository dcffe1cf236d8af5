// SPDX-License-Identifier: Apache-2.0
/**
 * Security headers of responses, where the application wants them from here: {@code SecurityHeaders}.
 *
 * <p>Belongs here: headers that tell browsers what a page may do and who may use it. Does not belong here: what has to do
 * with sessions, cookies or caches, which the library sets by itself where it must.
 */
@NullMarked
package dev.sojourn.web.headers;

import org.jspecify.annotations.NullMarked;
