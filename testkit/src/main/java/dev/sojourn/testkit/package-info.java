// SPDX-License-Identifier: Apache-2.0
/**
 * What proves that a store or an adapter keeps its promises, and what tests of applications are made easier by.
 *
 * <p>Belongs here: contracts as JUnit classes, clocks, recorders, and stores that fail, count or serialise on purpose. Does not
 * belong here: anything that an application needs outside of its tests.
 */
@NullMarked
package dev.sojourn.testkit;

import org.jspecify.annotations.NullMarked;
