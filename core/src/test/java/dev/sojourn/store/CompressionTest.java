// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/** What is compressed, and what is not blown up. Covers W63 for compressed records. */
class CompressionTest {
    private static final int PREFIX = 5;

    @Test
    void what_gets_shorter_comes_back_and_what_does_not_is_left() {
        byte[] same = new byte[5_000];
        byte[] noise = new byte[5_000];
        new Random(1).nextBytes(noise);

        byte[] packed = Compression.deflated(same, 100).orElseThrow();

        assertTrue(packed.length < 100, packed.length + " bytes");
        assertArrayEquals(new byte[4_907], Compression.body(packed, 0, 7).orElseThrow());
        assertEquals(Optional.empty(), Compression.deflated(noise, 0));
        assertEquals(Optional.empty(), Compression.deflated(new byte[PREFIX], 0));
    }

    @Test
    void what_is_stored_comes_back() {
        byte[] bytes = {9, 8, 7, 6};

        assertArrayEquals(
                new byte[] {0, 0, 7, 6},
                Compression.body(Compression.stored(bytes, 2), 0, 2).orElseThrow());
    }

    @Test
    void more_than_the_largest_is_not_compressed() {
        assertTrue(Compression.deflated(new byte[Compression.LARGEST], 0).isPresent());
        assertEquals(Optional.empty(), Compression.deflated(new byte[Compression.LARGEST + 1], 0));
    }

    /** A stream that says less than it holds is cut off there and refused, one that says more than it may is not begun. */
    @Test
    void bombs_are_refused() {
        byte[] bomb = bomb(1 << 26);

        assertEquals(Optional.empty(), unpacked(bomb, 1 << 26));
        assertEquals(Optional.empty(), unpacked(bomb, Compression.LARGEST));
        assertEquals(Optional.empty(), unpacked(bomb, 1_000));
        assertEquals(Optional.empty(), unpacked(bomb, Integer.MAX_VALUE));
        assertEquals(Optional.empty(), unpacked(bomb, -1));
        assertEquals(Optional.empty(), unpacked(bomb, 0));
    }

    @Test
    void a_length_that_the_stream_cannot_reach_is_refused_before_anything_is_allocated() {
        assertEquals(Optional.empty(), unpacked(new byte[] {3, 0}, Compression.LARGEST));
    }

    @Test
    void bytes_after_the_stream_and_streams_that_are_cut_off_are_refused() {
        byte[] packed = Compression.deflated("ab".repeat(100).getBytes(StandardCharsets.US_ASCII), 0)
                .orElseThrow();

        assertTrue(Compression.body(packed, 0, 0).isPresent());
        assertEquals(Optional.empty(), Compression.body(Arrays.copyOf(packed, packed.length + 1), 0, 0));
        for (int length = 0; length < packed.length; length++) {
            assertEquals(Optional.empty(), Compression.body(Arrays.copyOf(packed, length), 0, 0), "cut to " + length);
        }
    }

    @Test
    void an_unknown_form_is_refused() {
        for (int form = 2; form < 256; form++) {
            assertEquals(Optional.empty(), Compression.body(new byte[] {(byte) form, 0, 0, 0, 1, 3, 0}, 0, 0));
        }
    }

    private static Optional<byte[]> unpacked(byte[] stream, int length) {
        byte[] packed = ByteBuffer.allocate(PREFIX + stream.length)
                .put(Compression.DEFLATED)
                .putInt(length)
                .put(stream)
                .array();
        return Compression.body(packed, 0, 0);
    }

    private static byte[] bomb(int length) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(new byte[length]);
        deflater.finish();
        byte[] stream = new byte[1 << 20];
        int written = deflater.deflate(stream);
        deflater.end();
        return Arrays.copyOf(stream, written);
    }
}
