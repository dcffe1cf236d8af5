// SPDX-License-Identifier: Apache-2.0
/**
 * What one request costs: its session is opened, one attribute is read or written, and it is committed.
 *
 * <p>Belongs here: the JMH benchmarks, their states, and how their runs are interleaved and compared. Does not belong here:
 * memory held by idle sessions.
 */
@NullMarked
package dev.sojourn.benchmarks.requests;

import org.jspecify.annotations.NullMarked;
