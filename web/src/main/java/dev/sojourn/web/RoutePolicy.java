// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import dev.sojourn.ConflictPolicy;

/**
 * Requests that run under another conflict policy than the application.
 *
 * @param rule which
 * @param policy theirs
 */
record RoutePolicy(RequestMatcher rule, ConflictPolicy policy) {}
