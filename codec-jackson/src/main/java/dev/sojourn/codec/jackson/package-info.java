// SPDX-License-Identifier: Apache-2.0
/**
 * Records and classes of the application as attributes, through Jackson 3.
 *
 * <p>Belongs here: the codec, and what keeps stored data from naming classes. Does not belong here: anything about sessions,
 * and JSON for other purposes than attributes.
 */
@NullMarked
package dev.sojourn.codec.jackson;

import org.jspecify.annotations.NullMarked;
