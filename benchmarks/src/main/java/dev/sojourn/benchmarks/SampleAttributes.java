// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.benchmarks;

import java.util.function.BiConsumer;

/**
 * The three small attributes of every session that is measured: a String of 10 characters, an Integer and a Long.
 *
 * <p>The values are distinct for each session and outside of the ranges that the JDK caches, so that no two sessions share
 * one. The names are shared, as they are in an application.
 */
public final class SampleAttributes {
    /** The attribute that is read: a String of 10 characters. */
    public static final String NAME = "name";

    /** The attribute that is written: an Integer. */
    public static final String VISITS = "visits";

    /** The third: a Long. */
    public static final String CART = "cart";

    private static final int ABOVE_THE_CACHE = 1_000;

    private SampleAttributes() {}

    /** Gives name and value of each attribute of the session with this number. */
    public static void forEach(int session, BiConsumer<String, Object> visitor) {
        visitor.accept(NAME, String.format("u%09d", session));
        visitor.accept(VISITS, ABOVE_THE_CACHE + session);
        visitor.accept(CART, (long) ABOVE_THE_CACHE + session);
    }
}
