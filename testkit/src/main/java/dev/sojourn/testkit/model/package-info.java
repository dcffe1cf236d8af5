// SPDX-License-Identifier: Apache-2.0
/**
 * Random programs of requests, run on real sessions and on a small model of them, which must agree.
 *
 * <p>{@link dev.sojourn.testkit.model.SessionModelContract} is what a module extends. The model is plain Java on one thread, knows no
 * token and no store, and is written to be read: it says what a session is.
 */
@NullMarked
package dev.sojourn.testkit.model;

import org.jspecify.annotations.NullMarked;
