// SPDX-License-Identifier: Apache-2.0
/**
 * Rules over all modules: who knows whom, names, files, what is forbidden.
 *
 * <p>Belongs here: checks that read classes and sources of every module. Does not belong here: tests of behaviour.
 */
@NullMarked
package dev.sojourn.architecture;

import org.jspecify.annotations.NullMarked;
