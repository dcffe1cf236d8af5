// SPDX-License-Identifier: Apache-2.0
/**
 * One command that measures Sojourn beside others and writes what it found.
 *
 * <p>Belongs here: the command, the report, the environment it was made in. Does not belong here: what is measured, which has
 * a package for each subject.
 */
@NullMarked
package dev.sojourn.benchmarks;

import org.jspecify.annotations.NullMarked;
