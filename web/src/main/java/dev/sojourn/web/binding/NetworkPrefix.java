// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web.binding;

import java.net.InetAddress;
import java.util.HexFormat;

/** The network that an address belongs to, roughly: the first 24 bits of IPv4, the first 48 of IPv6. */
final class NetworkPrefix {
    private static final int IPV4_BYTES = 4;
    private static final int IPV4_PREFIX_BYTES = 3;
    private static final int IPV6_PREFIX_BYTES = 6;

    private NetworkPrefix() {}

    /** In hexadecimal digits, the two kinds in different lengths. */
    static String of(InetAddress address) {
        byte[] bytes = address.getAddress();
        int length = bytes.length == IPV4_BYTES ? IPV4_PREFIX_BYTES : IPV6_PREFIX_BYTES;
        return HexFormat.of().formatHex(bytes, 0, length);
    }
}
