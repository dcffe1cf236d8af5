// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The proxies whose word counts on the visitor's side of the connection. Immutable and thread-safe.
 *
 * <p>Whether that side is secure, which host the visitor asked for, and from which address. A proxy that ends TLS says so in
 * {@code X-Forwarded-Proto} or {@code Forwarded}, and anybody else can write these headers too. So they count only if the other
 * end of the TCP connection is one of these addresses. Of a list in the header, the first element counts: the side of the
 * visitor; for addresses see {@link #clientAddress}. If both headers are there and differ, the connection counts as plain.
 *
 * <p>Source: RFC 7239 §4 and §8; OWASP ASVS 5.0 4.1.3.
 */
public final class TrustedProxies {
    private static final TrustedProxies NONE = new TrustedProxies(List.of());

    private final List<AddressRange> ranges;

    private TrustedProxies(List<AddressRange> ranges) {
        this.ranges = List.copyOf(ranges);
    }

    /** Nobody: only TLS to this server itself is secure. The default, since a header is easily written. */
    public static TrustedProxies none() {
        return NONE;
    }

    /**
     * These addresses and ranges: {@code of("10.0.0.0/8", "::1")}.
     *
     * @throws IllegalArgumentException that names each text which is not an IPv4 or IPv6 address or CIDR range
     */
    public static TrustedProxies of(String... ranges) {
        List<AddressRange> parsed = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (String range : ranges) {
            AddressRange.parse(range).ifPresentOrElse(parsed::add, () -> problems.add(range));
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("trusted proxies must be addresses such as 10.1.2.3 or ranges such as"
                    + " 10.0.0.0/8 without bits after the prefix, were " + problems);
        }
        return new TrustedProxies(parsed);
    }

    /** Whether this address is one of them; a text that is no address is not. */
    public boolean trusts(String address) {
        return !ranges.isEmpty()
                && AddressRange.address(address)
                        .filter(parsed -> ranges.stream().anyMatch(range -> range.contains(parsed)))
                        .isPresent();
    }

    /** Whether the visitor's connection is secure, as far as can be known: by TLS here, or by the word of a trusted proxy. */
    public boolean isSecure(WebExchange exchange) {
        if (!trusts(exchange.remoteAddress())) {
            return exchange.isSecure();
        }
        Optional<Boolean> plainHeader =
                first(exchange.requestHeaders("X-Forwarded-Proto")).map(line -> isHttps(firstElement(line)));
        Optional<Boolean> standard = first(exchange.requestHeaders("Forwarded"))
                .flatMap(line -> parameter(firstElement(line), "proto"))
                .map(TrustedProxies::isHttps);
        if (plainHeader.isPresent() && standard.isPresent()) {
            return plainHeader.get() && standard.get();
        }
        return plainHeader.or(() -> standard).orElseGet(exchange::isSecure);
    }

    /**
     * This server's origin as the visitor's browser knows it: the scheme by {@link #isSecure}, the host by {@code Host}.
     *
     * <p>If the other end of the connection is one of these proxies, the host that it names in {@code X-Forwarded-Host} or
     * {@code Forwarded} counts instead; if it names two, none does.
     *
     * @return empty if that cannot be told: no host, several, or something that is none
     */
    public Optional<Origin> origin(WebExchange exchange) {
        String scheme = isSecure(exchange) ? "https" : "http";
        return host(exchange).flatMap(host -> Origin.of(scheme, host));
    }

    /**
     * The visitor's address: that of the other end of the connection, or, if that is one of these proxies, the last one in
     * {@code X-Forwarded-For} or {@code Forwarded} that is none of them.
     *
     * <p>What stands before it was written by somebody who is not trusted. Source: RFC 7239 §5.2; OWASP ASVS 5.0 15.3.4.
     *
     * @return empty if that cannot be told: the proxy names nobody, something that is no address, or two different ones
     */
    public Optional<InetAddress> clientAddress(WebExchange exchange) {
        return ForwardedFor.clientOf(exchange, this);
    }

    private Optional<String> host(WebExchange exchange) {
        List<String> lines = exchange.requestHeaders("Host");
        Optional<String> direct = lines.size() == 1 ? Optional.of(HttpText.trim(lines.get(0))) : Optional.empty();
        if (!trusts(exchange.remoteAddress())) {
            return direct;
        }
        Optional<String> plainHeader =
                first(exchange.requestHeaders("X-Forwarded-Host")).map(line -> HttpText.trim(firstElement(line)));
        Optional<String> standard =
                first(exchange.requestHeaders("Forwarded")).flatMap(line -> parameter(firstElement(line), "host"));
        if (plainHeader.isPresent() && standard.isPresent() && !plainHeader.equals(standard)) {
            return Optional.empty();
        }
        return plainHeader.or(() -> standard).or(() -> direct);
    }

    /** How many ranges there are; which they are is nobody's business. */
    @Override
    public String toString() {
        return "TrustedProxies[" + ranges.size() + " ranges]";
    }

    private static Optional<String> first(List<String> lines) {
        return lines.stream().findFirst();
    }

    /** No quoted text with a comma can hide a protocol before the first comma from us: it could only hide one after it. */
    private static String firstElement(String line) {
        int comma = line.indexOf(',');
        return comma < 0 ? line : line.substring(0, comma);
    }

    private static Optional<String> parameter(String element, String name) {
        for (String parameter : element.split(";", -1)) {
            int equals = parameter.indexOf('=');
            if (equals >= 0
                    && HttpText.trim(parameter.substring(0, equals))
                            .toLowerCase(Locale.ROOT)
                            .equals(name)) {
                String value = HttpText.trim(parameter.substring(equals + 1));
                boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
                return Optional.of(quoted ? value.substring(1, value.length() - 1) : value);
            }
        }
        return Optional.empty();
    }

    private static boolean isHttps(String protocol) {
        return HttpText.trim(protocol).toLowerCase(Locale.ROOT).equals("https");
    }
}
