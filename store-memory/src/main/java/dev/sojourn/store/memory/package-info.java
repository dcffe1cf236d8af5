// SPDX-License-Identifier: Apache-2.0
/**
 * Sessions in the heap of one process.
 *
 * <p>Belongs here: keeping, bounding, finding and ending records in the heap. Does not belong here: anything that writes bytes,
 * or knows of requests or policies.
 */
@NullMarked
package dev.sojourn.store.memory;

import org.jspecify.annotations.NullMarked;
