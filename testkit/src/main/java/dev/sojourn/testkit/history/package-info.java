// SPDX-License-Identifier: Apache-2.0
/**
 * What clients of a running system asked and saw, and the proof that it lost, revived and mixed up nothing.
 *
 * <p>Belongs here: the log of a run ({@link dev.sojourn.testkit.history.History}), what decides about it
 * ({@link dev.sojourn.testkit.history.HistoryChecker}), and clients that make one
 * ({@link dev.sojourn.testkit.history.Workload}). Does not belong here: anything about a particular session system or store;
 * all is seen through HTTP, from outside.
 */
@NullMarked
package dev.sojourn.testkit.history;

import org.jspecify.annotations.NullMarked;
