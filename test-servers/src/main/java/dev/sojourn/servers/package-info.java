// SPDX-License-Identifier: Apache-2.0
/**
 * Real servers for tests: started from what Maven downloads, on free ports of the loopback address, without Docker.
 *
 * <p>Belongs here: starting, killing, freezing and asking processes of foreign servers and of our own programs. Does not
 * belong here: anything that knows Sojourn. Needs a POSIX system with {@code sh}; tests begin with {@link
 * dev.sojourn.servers.Requires} where that may be missing.
 */
@NullMarked
package dev.sojourn.servers;

import org.jspecify.annotations.NullMarked;
