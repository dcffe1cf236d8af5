// SPDX-License-Identifier: Apache-2.0
/**
 * Sessions that the browser carries, sealed.
 *
 * <p>Belongs here: records as text that only holders of the keys can read or make, and what a server has to remember so that an end is
 * one. Does not belong here: cookies as such, which {@code dev.sojourn.web} writes, and keys, which {@code dev.sojourn.seal} has.
 */
@NullMarked
package dev.sojourn.store.cookie;

import org.jspecify.annotations.NullMarked;
