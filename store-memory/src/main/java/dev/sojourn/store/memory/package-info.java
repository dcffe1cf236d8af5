// SPDX-License-Identifier: Apache-2.0
/**
 * Sessions in this process's heap.
 *
 * <p>Belongs here: the store and what it needs to be bounded and to forget in time. Does not belong here: anything that
 * another store would want too.
 */
@NullMarked
package dev.sojourn.store.memory;

import org.jspecify.annotations.NullMarked;
