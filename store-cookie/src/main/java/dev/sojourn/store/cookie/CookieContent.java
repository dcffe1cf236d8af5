// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.store.cookie;

import dev.sojourn.store.RecordEncoding;
import dev.sojourn.store.SecretHash;
import dev.sojourn.store.SessionKey;
import dev.sojourn.store.SessionRecord;
import dev.sojourn.store.UnreadableRecordException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What is inside of the seal.
 *
 * <pre>
 *   offset  bytes
 *        0      1  layout, 1
 *        1      8  when it was sealed, microseconds since 1970
 *        9     32  secret
 *       41     16  key
 *       57      n  record, as stores of bytes keep it
 * </pre>
 *
 * <p>Microseconds, unlike the times of a record: so that who logs in just after all sessions of the user were ended is told from who
 * did just before.
 */
final class CookieContent {
    private static final byte LAYOUT = 1;
    private static final int HEAD_BYTES = 1 + Long.BYTES + SecretHash.BYTES + SessionKey.BYTES;

    private final Instant sealedAt;
    private final byte[] secret;
    private final SessionRecord record;

    CookieContent(Instant sealedAt, byte[] secret, SessionRecord record) {
        this.sealedAt = sealedAt;
        this.secret = secret;
        this.record = record;
    }

    /** As bytes. */
    byte[] toBytes(RecordEncoding encoding) {
        byte[] encoded = encoding.encode(record);
        return ByteBuffer.allocate(Math.addExact(HEAD_BYTES, encoded.length))
                .put(LAYOUT)
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, sealedAt))
                .put(secret)
                .put(record.key().toBytes())
                .put(encoded)
                .array();
    }

    /** What these bytes say; empty if another version of the library wrote them, and this one cannot read them. */
    static Optional<CookieContent> of(byte[] bytes, RecordEncoding encoding) {
        if (bytes.length < HEAD_BYTES || bytes[0] != LAYOUT) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        Instant sealedAt = Instant.EPOCH.plus(in.getLong(), ChronoUnit.MICROS);
        byte[] secret = taken(in, SecretHash.BYTES);
        SessionKey key = SessionKey.of(taken(in, SessionKey.BYTES));
        try {
            return Optional.of(new CookieContent(sealedAt, secret, encoding.decode(key, taken(in, in.remaining()))));
        } catch (UnreadableRecordException newer) {
            return Optional.empty();
        }
    }

    Instant sealedAt() {
        return sealedAt;
    }

    /** What opens the record. */
    byte[] secret() {
        return secret;
    }

    SessionRecord record() {
        return record;
    }

    /** The same, with this in place of its record. */
    CookieContent with(SessionRecord another) {
        return new CookieContent(sealedAt, secret, another);
    }

    /** Nothing of the secret. */
    @Override
    public String toString() {
        return "CookieContent[" + record + "]";
    }

    private static byte[] taken(ByteBuffer in, int count) {
        byte[] bytes = new byte[count];
        in.get(bytes);
        return bytes;
    }
}
