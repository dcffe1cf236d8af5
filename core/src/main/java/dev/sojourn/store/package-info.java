// SPDX-License-Identifier: Apache-2.0
/**
 * What a store is and what it keeps: the record of a session, five verbs, and optional capabilities.
 *
 * <p>Belongs here: everything that someone who writes a store must know, and nothing else. A store never sees a request, a
 * response, a policy or a token's secret.
 */
@NullMarked
package dev.sojourn.store;

import org.jspecify.annotations.NullMarked;
