// SPDX-License-Identifier: Apache-2.0
/**
 * Whole requests over HTTP with sessions in a real Redis, beside Spring Session and beside a servlet that does only the commands.
 */
@NullMarked
package dev.sojourn.benchmarks.http;

import org.jspecify.annotations.NullMarked;
