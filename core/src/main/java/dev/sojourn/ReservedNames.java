// SPDX-License-Identifier: Apache-2.0
package dev.sojourn;

import java.util.Set;

/** The attribute names that the library keeps for itself, hidden from the application. */
final class ReservedNames {
    /** Every reserved name begins with it. */
    static final String PREFIX = "sojourn:";

    /** Begins the names of flash values. */
    static final String FLASH = PREFIX + "flash:";

    /** What the application said of the browser or device. */
    static final String CLIENT = PREFIX + "client";

    /** The number of the login among those of the same user; see {@link Places}. */
    static final String PLACE = PREFIX + "place";

    /** Whether a login that asks for a place may still get one; see {@link Admission}. */
    static final String ASKING = PREFIX + "asking";

    /** That somebody ended the session, why and when; see {@link EndMark}. */
    static final String ENDED = PREFIX + "ended";

    /** They belong to the device and to the login itself, so a login that drops what was there keeps them. */
    private static final Set<String> KEPT_AT_LOGIN = Set.of(CLIENT, PLACE);

    private ReservedNames() {}

    static boolean isReserved(String name) {
        return name.startsWith(PREFIX);
    }

    static boolean isKeptAtLogin(String name) {
        return KEPT_AT_LOGIN.contains(name);
    }
}
