// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A URL that a page of the application holds, cut in three: what stands before the path, the path, and what follows.
 *
 * @param origin scheme and host if they are named, else empty
 * @param path undecoded; relative ones stay relative
 * @param rest the query and the fragment
 */
record Link(String origin, String path, String rest) {

    /**
     * The link, if it surely leads to this server, over a connection of the same kind.
     *
     * <p>Sure means that browsers cannot read it otherwise: they drop tabs and line ends, skip spaces, and take a backslash
     * for a slash. Links within the page ({@code #..}) are none. Source: URL standard (WHATWG), "basic URL parser".
     */
    static Optional<Link> toThisServer(String url, WebExchange exchange, boolean secure) {
        if (url.startsWith("#") || url.chars().anyMatch(c -> c <= ' ' || c == '\\' || c == 0x7F)) {
            return Optional.empty();
        }
        int rest = firstOf(url, "?#", 0);
        String front = url.substring(0, rest);
        int colon = front.indexOf(':');
        if (colon < 0 || front.lastIndexOf('/', colon) >= 0) {
            return front.startsWith("//")
                    ? Optional.empty()
                    : Optional.of(new Link("", orThisPage(front, exchange), url.substring(rest)));
        }
        int path = firstOf(front, "/", Math.min(front.length(), colon + 3));
        String origin = front.substring(0, path);
        return isThisServer(origin, exchange, secure)
                ? Optional.of(new Link(origin, path == rest ? "/" : front.substring(path), url.substring(rest)))
                : Optional.empty();
    }

    /**
     * The path as seen from the server's root, without dots.
     *
     * @return empty if it cannot be told
     */
    Optional<String> absolutePath(WebExchange exchange) {
        if (path.toLowerCase(Locale.ROOT).contains("%2e") || path.contains("..;")) {
            return Optional.empty(); // dots to browsers, or to servers, and none to URI
        }
        try {
            return Optional.of(
                    URI.create(exchange.path()).resolve(path).normalize().getRawPath());
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** A path that is empty means the page itself; but a parameter alone would be another page. */
    private static String orThisPage(String path, WebExchange exchange) {
        String page = exchange.path();
        return path.isEmpty() ? "./" + page.substring(page.lastIndexOf('/') + 1) : path;
    }

    private static boolean isThisServer(String origin, WebExchange exchange, boolean secure) {
        String scheme = secure ? "https://" : "http://";
        List<String> hosts = exchange.requestHeaders("Host");
        return hosts.size() == 1 && plain(origin, secure).equals(plain(scheme + HttpText.trim(hosts.get(0)), secure));
    }

    private static String plain(String origin, boolean secure) {
        String port = secure ? ":443" : ":80";
        String lower = origin.toLowerCase(Locale.ROOT);
        return lower.endsWith(port) ? lower.substring(0, lower.length() - port.length()) : lower;
    }

    private static int firstOf(String text, String marks, int from) {
        int at = from;
        while (at < text.length() && marks.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return at;
    }
}
