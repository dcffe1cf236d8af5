// SPDX-License-Identifier: Apache-2.0
/** What encryption, compression, the guard against forged requests and security headers add to what a request costs. */
@NullMarked
package dev.sojourn.benchmarks.security;

import org.jspecify.annotations.NullMarked;
