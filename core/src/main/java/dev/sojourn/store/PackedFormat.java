// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store;

import dev.sojourn.seal.Opening;
import dev.sojourn.seal.Opening.NotOpened;
import dev.sojourn.seal.Opening.Opened;
import dev.sojourn.seal.Sealer;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Format 2: the header of format 1, and everything after it compressed, sealed, or both.
 *
 * <p>Authenticated by the seal are the session's key and the whole header but for the last access, which a touch moves in the
 * store without knowing any key.
 */
final class PackedFormat {
    static final byte OPEN = 0;
    static final byte SEALED = 1;

    private PackedFormat() {}

    /**
     * A record of format 1 in this format.
     *
     * @param indexed the hash by which the principal is indexed; empty if there is none
     * @param body what follows the header, as {@link Compression} gives it
     */
    static byte[] write(SessionKey key, byte[] plain, byte[] indexed, byte[] body, @Nullable Sealer sealer) {
        byte[] head = Arrays.copyOf(plain, RecordFormat.HEADER_BYTES + indexed.length + 1);
        head[RecordFormat.FORMAT_OFFSET] = RecordFormat.PACKED_FORMAT;
        System.arraycopy(indexed, 0, head, RecordFormat.HEADER_BYTES, indexed.length);
        head[head.length - 1] = sealer == null ? OPEN : SEALED;
        byte[] rest = sealer == null ? body : sealer.seal(body, key.toBytes(), authenticated(head));
        byte[] packed = Arrays.copyOf(head, Math.addExact(head.length, rest.length));
        System.arraycopy(rest, 0, packed, head.length, rest.length);
        return packed;
    }

    /** Whether these bytes say of themselves that they are sealed; no more than that. */
    static boolean isSealed(byte[] packed) {
        int end = headEnd(packed);
        return packed.length >= end && packed[end - 1] == SEALED;
    }

    /** The same record in format 1. */
    static byte[] plain(SessionKey key, byte[] packed, @Nullable Sealer sealer) {
        int end = headEnd(packed);
        if (packed.length <= end) {
            throw new UnreadableRecordException(key, false, "it ends too early");
        }
        byte[] plain = packed[end - 1] == SEALED
                ? Compression.body(opened(key, packed, end, sealer), 0, RecordFormat.HEADER_BYTES)
                        .orElseThrow(() -> refused(key))
                : unsealed(key, packed, end);
        System.arraycopy(packed, 0, plain, 0, RecordFormat.HEADER_BYTES);
        plain[RecordFormat.FORMAT_OFFSET] = RecordFormat.FORMAT;
        return plain;
    }

    private static byte[] opened(SessionKey key, byte[] packed, int end, @Nullable Sealer sealer) {
        if (sealer == null) {
            throw new ForeignRecordException(key, "it is sealed, and this node has no keys");
        }
        byte[] head = Arrays.copyOf(packed, end);
        Opening opening =
                sealer.open(Arrays.copyOfRange(packed, end, packed.length), key.toBytes(), authenticated(head));
        if (opening instanceof Opened opened) {
            return opened.content();
        }
        if (opening == NotOpened.UNKNOWN_KEY) {
            throw new ForeignRecordException(
                    key, "its key is not on the ring of this node, or it is of another application or tenant");
        }
        throw refused(key);
    }

    /** Without a seal there is one reason for this format: what follows is compressed. */
    private static byte[] unsealed(SessionKey key, byte[] packed, int end) {
        if (packed[end - 1] != OPEN || packed[end] != Compression.DEFLATED) {
            throw new UnreadableRecordException(key, false, "there is no such form of format 2");
        }
        Optional<byte[]> plain = Compression.body(packed, end, RecordFormat.HEADER_BYTES);
        return plain.orElseThrow(
                () -> new UnreadableRecordException(key, false, "its compressed part is damaged or too large"));
    }

    /** One message for all of these, so that nobody learns more from one than from another. */
    private static UnreadableRecordException refused(SessionKey key) {
        return new UnreadableRecordException(
                key, false, "it does not open: damaged, forged, moved, or sealed by a revoked key");
    }

    private static byte[] authenticated(byte[] head) {
        byte[] authenticated = head.clone();
        ByteBuffer.wrap(authenticated).putLong(RecordFormat.LAST_ACCESSED_OFFSET, 0);
        return authenticated;
    }

    /** Where the head ends: after the byte that says whether the rest is sealed. */
    private static int headEnd(byte[] packed) {
        boolean hasPrincipal = packed.length > RecordFormat.FLAGS_OFFSET
                && (packed[RecordFormat.FLAGS_OFFSET] & RecordFormat.HAS_PRINCIPAL) != 0;
        return RecordFormat.HEADER_BYTES + (hasPrincipal ? PrincipalHash.BYTES : 0) + 1;
    }
}
