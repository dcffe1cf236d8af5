// SPDX-License-Identifier: Apache-2.0
/**
 * The table of required behaviours and the tests that name them.
 *
 * <p>Belongs here: reading items, finding where tests mention them, writing the table. Does not belong here: other documents.
 */
@NullMarked
package dev.sojourn.architecture.coverage;

import org.jspecify.annotations.NullMarked;
