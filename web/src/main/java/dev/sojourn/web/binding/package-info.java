// SPDX-License-Identifier: Apache-2.0
/**
 * Notices that a session's token comes from another client than the one that logged in, and says what to do then.
 *
 * <p>Belongs here: what tells clients apart, how much each sign weighs, and what a client is called in a list of devices. Does
 * not belong here: proof of a device (DBSC), and whether a user is who they say.
 */
@NullMarked
package dev.sojourn.web.binding;

import org.jspecify.annotations.NullMarked;
