// SPDX-License-Identifier: Apache-2.0
/**
 * The contract of web adapters: what a browser sees of a session, whatever the framework.
 *
 * <p>Here belongs what runs an adapter through a real socket. Tests of one framework's own doors belong to its adapter, tests
 * of stores to the contract of stores.
 */
@NullMarked
package dev.sojourn.testkit.web;

import org.jspecify.annotations.NullMarked;
