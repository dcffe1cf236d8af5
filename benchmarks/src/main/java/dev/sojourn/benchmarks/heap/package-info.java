// SPDX-License-Identifier: Apache-2.0
/**
 * What one idle session costs in heap.
 *
 * <p>Belongs here: each way of keeping sessions, filled in a process of its own and weighed. Does not belong here: speed.
 */
@NullMarked
package dev.sojourn.benchmarks.heap;

import org.jspecify.annotations.NullMarked;
