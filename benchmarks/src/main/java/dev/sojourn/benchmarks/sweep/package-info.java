// SPDX-License-Identifier: Apache-2.0
/** What visitors notice while nodes take half a million ended sessions out of a database, and whether each was told once. */
@NullMarked
package dev.sojourn.benchmarks.sweep;

import org.jspecify.annotations.NullMarked;
