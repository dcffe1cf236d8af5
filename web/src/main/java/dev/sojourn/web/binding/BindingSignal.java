// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.web.binding;

import dev.sojourn.web.GuardedRequest;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Something by which clients differ, and how much it weighs if it changes. Immutable, if its reading is.
 *
 * <p>What counts is what a header means, as a set of words: German and English, whatever their order. Two sets differ by the
 * share of words that only one of them has. A value that is missing now and was there before, or the other way round, weighs
 * half: programs leave out headers for many reasons, while a different value is a different client or a changed one.
 *
 * @param name a word for logs and events: lower case letters, digits and hyphens, at most 32
 * @param weight what a full change weighs, 1 to 1000
 * @param reading the words that a request has for it, of which at most eight count; empty if it says nothing. Called at most
 *     once for each request that uses its session; thread-safe, quick, and it does not ask for the session
 */
public record BindingSignal(String name, int weight, Function<GuardedRequest, Set<String>> reading) {
    private static final Pattern WORD = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final int LONGEST_NAME = 32;
    private static final int MOST_WEIGHT = 1000;

    private static final int STRONG = 50;
    private static final int MIDDLE = 20;
    private static final int WEAK = 10;

    /**
     * A signal.
     *
     * @throws IllegalArgumentException if the name is no such word, or the weight out of range
     */
    public BindingSignal {
        if (name.length() > LONGEST_NAME || !WORD.matcher(name).matches()) {
            throw new IllegalArgumentException("name must be a word of lower case letters, digits and hyphens, at most "
                    + LONGEST_NAME + ", was " + name);
        }
        if (weight < 1 || weight > MOST_WEIGHT) {
            throw new IllegalArgumentException("weight must be 1 to " + MOST_WEIGHT + ", was " + weight);
        }
    }

    /**
     * The family of the browser, {@code browser}, weight 50: nobody's browser turns from Firefox into Chrome, and updates of its
     * version do not count.
     */
    public static BindingSignal browser() {
        return new BindingSignal(
                "browser",
                STRONG,
                request -> wordOrNone(UserAgent.of(request.exchange()).family()));
    }

    /**
     * The family of the operating system, {@code platform}, weight 50, for the same reason. Asking for a page's desktop version
     * on a phone changes it.
     */
    public static BindingSignal platform() {
        return new BindingSignal(
                "platform",
                STRONG,
                request ->
                        wordOrNone(UserAgent.of(request.exchange()).platform().orElse("")));
    }

    /**
     * The languages, {@code language}, weight 20: people change them rarely, but millions have the same; without regions, order
     * and weights.
     */
    public static BindingSignal language() {
        return new BindingSignal("language", MIDDLE, request -> AcceptedLanguages.of(request.exchange()));
    }

    /**
     * The network, {@code network}, weight 10: the first 24 bits of the IPv4 address, the first 48 of the IPv6 address.
     *
     * <p>The address is {@link GuardedRequest#clientAddress()}, so that of a visitor behind proxies is known only if they are
     * trusted. Weak: phones change between networks, and many connections between IPv4 and IPv6.
     */
    public static BindingSignal network() {
        return new BindingSignal("network", WEAK, request -> request.clientAddress()
                .map(NetworkPrefix::of)
                .map(Set::of)
                .orElse(Set.of()));
    }

    /**
     * The text of a header that a proxy adds, such as a fingerprint of the TLS handshake (JA4).
     *
     * <p>The proxy must remove what clients send under this name: a thief would send what the owner's client has. Headers
     * that clients themselves send can be copied by whoever copies the cookie.
     *
     * @param weight by how sure the proxy is; a TLS fingerprint changes with updates of the browser
     */
    public static BindingSignal header(String name, String header, int weight) {
        return new BindingSignal(
                name, weight, request -> Set.copyOf(request.exchange().requestHeaders(header)));
    }

    /** The same with another weight. */
    public BindingSignal weighing(int newWeight) {
        return new BindingSignal(name, newWeight, reading);
    }

    /** The name and the weight. */
    @Override
    public String toString() {
        return "BindingSignal[" + name + ", " + weight + "]";
    }

    private static Set<String> wordOrNone(String word) {
        return word.isEmpty() ? Set.of() : Set.of(word);
    }
}
