// SPDX-License-Identifier: Apache-2.0
/**
 * The golden lists of what each published module shows its users.
 *
 * <p>Belongs here: listing types, members and descriptors, and comparing them. Does not belong here: judging them.
 */
@NullMarked
package dev.sojourn.architecture.api;

import org.jspecify.annotations.NullMarked;
