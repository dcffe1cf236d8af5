// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** A range of IP addresses in CIDR notation; never asks a name server. */
final class AddressRange {
    private static final Pattern IPV4 = Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
    private static final Pattern PREFIX = Pattern.compile("0|[1-9][0-9]{0,2}");

    private final byte[] network;
    private final int prefixBits;

    private AddressRange(byte[] network, int prefixBits) {
        this.network = network;
        this.prefixBits = prefixBits;
    }

    /** The range written as an address or as {@code address/bits}; empty if it is neither, or has bits set after the prefix. */
    static Optional<AddressRange> parse(String text) {
        int slash = text.indexOf('/');
        Optional<InetAddress> address = address(slash < 0 ? text : text.substring(0, slash));
        if (address.isEmpty()) {
            return Optional.empty();
        }
        byte[] network = address.get().getAddress();
        int most = network.length * Byte.SIZE;
        String prefix = slash < 0 ? Integer.toString(most) : text.substring(slash + 1);
        if (!PREFIX.matcher(prefix).matches() || Integer.parseInt(prefix) > most) {
            return Optional.empty();
        }
        AddressRange range = new AddressRange(network, Integer.parseInt(prefix));
        return range.hasHostBits() ? Optional.empty() : Optional.of(range);
    }

    /** The address that this text spells, a zone after {@code %} aside; IPv4 within IPv6 is IPv4. */
    static Optional<InetAddress> address(String text) {
        int zone = text.indexOf('%');
        String plain = zone < 0 ? text : text.substring(0, zone);
        boolean four = IPV4.matcher(plain).matches();
        if (!four && !(plain.indexOf(':') >= 0 && IPV6.matcher(plain).matches())) {
            return Optional.empty();
        }
        try {
            // Between brackets nothing but an IPv6 literal is accepted, so that no odd text becomes a name to look up.
            return Optional.of(InetAddress.getByName(four ? plain : "[" + plain + "]"));
        } catch (UnknownHostException notAnAddress) {
            return Optional.empty();
        }
    }

    boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < prefixBits; bit++) {
            if (bit(bytes, bit) != bit(network, bit)) {
                return false;
            }
        }
        return true;
    }

    private boolean hasHostBits() {
        for (int bit = prefixBits; bit < network.length * Byte.SIZE; bit++) {
            if (bit(network, bit) != 0) {
                return true;
            }
        }
        return false;
    }

    private static int bit(byte[] bytes, int index) {
        return bytes[index / Byte.SIZE] >> (Byte.SIZE - 1 - index % Byte.SIZE) & 1;
    }
}
