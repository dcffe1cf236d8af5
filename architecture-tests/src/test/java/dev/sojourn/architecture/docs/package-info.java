// SPDX-License-Identifier: Apache-2.0
/**
 * Checks of the documents: examples compile and run, links lead somewhere.
 *
 * <p>Belongs here: whatever reads Markdown. Does not belong here: the table of coverage, which has its own package.
 */
@NullMarked
package dev.sojourn.architecture.docs;

import org.jspecify.annotations.NullMarked;
