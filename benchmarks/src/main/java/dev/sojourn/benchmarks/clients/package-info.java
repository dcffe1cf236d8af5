// SPDX-License-Identifier: Apache-2.0
/**
 * What a blocking call to Redis costs through the clients that could carry it.
 *
 * <p>Belongs here: the clients side by side on the same calls. Does not belong here: what a session makes of them.
 */
@NullMarked
package dev.sojourn.benchmarks.clients;

import org.jspecify.annotations.NullMarked;
