// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.demo;

import dev.sojourn.SessionManager;
import dev.sojourn.store.SessionStore;

/**
 * Sessions ready for use.
 *
 * @param manager closes the store with itself
 * @param store where it keeps them
 */
record OpenSessions(SessionManager manager, SessionStore store) {}
