// SPDX-License-Identifier: Apache-2.0
/**
 * Whole requests over HTTP with sessions in a real Redis or PostgreSQL, beside other systems and beside a servlet that does only
 * what it must.
 */
@NullMarked
package dev.sojourn.benchmarks.http;

import org.jspecify.annotations.NullMarked;
