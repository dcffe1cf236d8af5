// SPDX-License-Identifier: Apache-2.0
/**
 * How attribute values become bytes and values again.
 *
 * <p>Belongs here: codecs, their registry, their limits. Does not belong here: anything that knows of sessions, stores or
 * requests.
 */
@NullMarked
package dev.sojourn.codec;

import org.jspecify.annotations.NullMarked;
