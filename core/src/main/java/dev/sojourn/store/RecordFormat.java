// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store;

/**
 * Turns records into bytes and back, for stores outside of this heap. Thread-safe, no state.
 *
 * <p>A header at fixed offsets, which scripts and SQL can read and patch without this library, then secrets, principal, and
 * a table of attributes with lengths: a value stays bytes until somebody asks for it, and is copied as bytes if nobody does.
 * All numbers are big-endian, all moments milliseconds since 1970, all text is UTF-8. The key is not part of the bytes: it is
 * the address under which they are stored.
 *
 * <p>Specified in {@code docs/storage/record.md}. Format 1 is what stands here. Format 2 is the same header before a rest that is
 * compressed or sealed: {@link RecordEncoding}, which is what stores use. Every later format has another first byte, and a
 * reader for each older one stays.
 */
public final class RecordFormat {
    /** The first byte of what {@link #encode} writes. */
    public static final int FORMAT = 1;

    /** The first byte of a record that is compressed or sealed; the highest that this version of the library knows. */
    public static final int PACKED_FORMAT = 2;

    /** Where the format byte is: always first, in every format. */
    public static final int FORMAT_OFFSET = 0;

    /** Where the version is, 8 bytes: a conditional save compares and replaces them. */
    public static final int VERSION_OFFSET = 1;

    /** Where the creation is, 8 bytes. */
    public static final int CREATED_OFFSET = 9;

    /** Where the last access is, 8 bytes: a touch moves it forward, in place. */
    public static final int LAST_ACCESSED_OFFSET = 17;

    /** Where the idle timeout is, 8 bytes, in milliseconds; 0 for none. */
    public static final int IDLE_TIMEOUT_OFFSET = 25;

    /** Where the deadline is, 8 bytes; {@link SessionRecord#NEVER} for none. */
    public static final int DEADLINE_OFFSET = 33;

    static final int AUTHENTICATED_OFFSET = 41;
    static final int RENEWED_OFFSET = 49;
    static final int RENEWALS_OFFSET = 57;
    static final int FLAGS_OFFSET = 61;
    static final int SECRET_OFFSET = 62;
    static final int HEADER_BYTES = SECRET_OFFSET + SecretHash.BYTES;

    static final int HAS_SALT = 1;
    static final int HAS_NEXT = 2;
    static final int HAS_PRINCIPAL = 4;
    static final int ALL_FLAGS = HAS_SALT | HAS_NEXT | HAS_PRINCIPAL;

    /** What lengths of 2 bytes can say. */
    static final int LONGEST_TEXT = 0xFFFF;

    static final int LONGEST_CODEC_ID = 16;

    private RecordFormat() {}

    /**
     * The record as bytes; equal records give equal bytes.
     *
     * @throws IllegalArgumentException if an attribute is a live reference, which only a store in the heap can keep, or the
     *     record holds what the format cannot: a principal or name of more than 65,535 bytes or that is not valid Unicode,
     *     more than 65,535 attributes, or more than 2 GiB in all
     */
    public static byte[] encode(SessionRecord record) {
        return new RecordWriter(record).write();
    }

    /**
     * The record that these bytes hold.
     *
     * <p>Strict: each record has exactly one form, and bytes that are not one are refused. Takes no more memory than a small
     * multiple of the bytes given, and for compressed ones 16 MiB at most. Values stay encoded: whether they can be decoded
     * shows when they are read.
     *
     * @param key where the bytes were found
     * @throws UnreadableRecordException if they are damaged, or of a format that this version of the library does not know
     * @throws ForeignRecordException if they are sealed: that takes a {@link RecordEncoding} with keys
     */
    public static SessionRecord decode(SessionKey key, byte[] bytes) {
        return RecordEncoding.PLAIN.decode(key, bytes);
    }

    /** Whether a record that begins with this byte has its version and times at the offsets given here. */
    public static boolean hasHeader(byte format) {
        return format == FORMAT || format == PACKED_FORMAT;
    }
}
