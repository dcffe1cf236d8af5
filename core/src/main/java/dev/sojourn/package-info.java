// SPDX-License-Identifier: Apache-2.0
/**
 * Sessions: what an application uses, the manager that opens and commits them, policy and events.
 *
 * <p>Belongs here: everything about a session that does not depend on where it is stored or how its token travels. Does not
 * belong here: HTTP (module {@code web}), storage (packages and modules named {@code store}), bytes (package
 * {@code codec}).
 */
@NullMarked
package dev.sojourn;

import org.jspecify.annotations.NullMarked;
