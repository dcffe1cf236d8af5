// SPDX-License-Identifier: Apache-2.0
/**
 * Whether the tables of threats, of defaults and of requirements say what is so.
 *
 * <p>Other documents are checked in {@code docs}.
 */
@NullMarked
package dev.sojourn.architecture.security;

import org.jspecify.annotations.NullMarked;
