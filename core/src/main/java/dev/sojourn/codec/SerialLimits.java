// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec;

/**
 * What one serialised value may take, as {@link JavaSerializationCodec.Builder} describes it.
 *
 * @param depth how deep objects may hold one another
 * @param references how many objects there may be
 * @param arrayLength the longest array, in elements
 * @param bytes the largest serialised value
 */
record SerialLimits(int depth, int references, int arrayLength, int bytes) {}
