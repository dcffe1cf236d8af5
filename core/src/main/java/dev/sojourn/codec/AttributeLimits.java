// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec;

/**
 * How large sessions may grow. Immutable.
 *
 * <p>The defaults leave room for what sessions are for (who is it, what is in the cart) and stop what they are not for
 * (result lists, uploads): a session is read and written whole over the network, so its size is paid on every request.
 *
 * @param attributeBytes largest encoded value, in bytes, 1 to 2^30; default 262,144 (256 KiB)
 * @param sessionBytes largest sum of names and encoded values, in bytes, 1 to 2^30; default 1,048,576 (1 MiB)
 * @param attributes most attributes in one session, 1 to 65,535; default 512
 * @param nameLength longest attribute name, in characters, 1 to 4,096; default 256
 * @param nesting deepest collection in a collection, 1 to 512; default 32: deeper data is data of another place, and
 *     decoding recurses
 */
public record AttributeLimits(int attributeBytes, int sessionBytes, int attributes, int nameLength, int nesting) {

    /** 256 KiB a value, 1 MiB a session, 512 attributes, names of 256 characters, 32 levels. */
    public static final AttributeLimits DEFAULT = new AttributeLimits(1 << 18, 1 << 20, 512, 256, 32);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if one of the limits is outside its range
     */
    public AttributeLimits {
        check("attributeBytes", attributeBytes, 1 << 30);
        check("sessionBytes", sessionBytes, 1 << 30);
        check("attributes", attributes, 65_535);
        check("nameLength", nameLength, 4_096);
        check("nesting", nesting, 512);
    }

    /** These limits with another {@link #attributeBytes}. */
    public AttributeLimits withAttributeBytes(int bytes) {
        return new AttributeLimits(bytes, sessionBytes, attributes, nameLength, nesting);
    }

    /** These limits with another {@link #sessionBytes}. */
    public AttributeLimits withSessionBytes(int bytes) {
        return new AttributeLimits(attributeBytes, bytes, attributes, nameLength, nesting);
    }

    /** These limits with another number of {@link #attributes}. */
    public AttributeLimits withAttributes(int count) {
        return new AttributeLimits(attributeBytes, sessionBytes, count, nameLength, nesting);
    }

    private static void check(String name, int value, int highest) {
        if (value < 1 || value > highest) {
            throw new IllegalArgumentException(name + " must be 1 to " + highest + ", was " + value);
        }
    }
}
