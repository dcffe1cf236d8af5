// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

/** The attribute names that the library keeps for itself, hidden from the application. */
final class ReservedNames {
    /** Every reserved name begins with it. */
    static final String PREFIX = "sojourn:";

    /** Begins the names of flash values. */
    static final String FLASH = PREFIX + "flash:";

    private ReservedNames() {}

    static boolean isReserved(String name) {
        return name.startsWith(PREFIX);
    }
}
