// SPDX-License-Identifier: Apache-2.0
/**
 * Authenticated encryption of bytes with keys that can be changed: keys, the ring they are on, and what seals and opens.
 *
 * <p>Knows nothing of sessions. What a stored session looks like when it is sealed stands in {@code dev.sojourn.store}.
 */
@NullMarked
package dev.sojourn.seal;

import org.jspecify.annotations.NullMarked;
