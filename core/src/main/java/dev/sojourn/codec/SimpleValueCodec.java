// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec;

import java.nio.charset.StandardCharsets;

/** Placeholder until the codec work lands. */
public final class SimpleValueCodec implements AttributeCodec {
    SimpleValueCodec(AttributeLimits limits) {}

    static boolean isPlain(Object value) {
        return value instanceof String || value instanceof Number || value instanceof Boolean;
    }

    static int sizeOfPlain(Object value) {
        return value instanceof String text ? text.getBytes(StandardCharsets.UTF_8).length : 8;
    }

    @Override
    public String id() {
        return "simple";
    }

    @Override
    public boolean supports(Object value) {
        return false;
    }

    @Override
    public byte[] encode(Object value) {
        throw new IllegalArgumentException("placeholder");
    }

    @Override
    public Object decode(byte[] encoded) {
        throw new UnreadableAttributeException("placeholder");
    }
}
