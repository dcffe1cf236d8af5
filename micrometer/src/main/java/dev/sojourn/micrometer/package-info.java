// SPDX-License-Identifier: Apache-2.0
/**
 * Figures of sessions for monitoring systems, through Micrometer.
 *
 * <p>Belongs here: what the core counts and tells, as meters with names, tags and descriptions. Does not belong here: counting itself
 * (module {@code core}), and anything that names a session or a user.
 */
@NullMarked
package dev.sojourn.micrometer;

import org.jspecify.annotations.NullMarked;
