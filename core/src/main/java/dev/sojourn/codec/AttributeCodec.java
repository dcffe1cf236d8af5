// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec;

/**
 * Turns values of some types into bytes and back.
 *
 * <p>The bytes are stored together with the codec's {@link #id()}, so codecs mix in one session, and a value written by one
 * codec stays readable after another has become the preferred one. Implementations must be thread-safe. A codec never sees
 * bytes that another codec wrote.
 */
public interface AttributeCodec {

    /**
     * The name written beside each value.
     *
     * <p>1 to 16 characters of {@code a-z 0-9 -}, never changed once values exist in a store. Change of format means a new
     * id: keep the old codec registered for as long as old sessions live.
     */
    String id();

    /**
     * Whether this codec can encode the value; if not, the next one is asked.
     *
     * <p>Asked at each write, so it should look at classes only: that of the value, and for a collection those of what it
     * holds.
     */
    boolean supports(Object value);

    /**
     * The value as bytes.
     *
     * <p>Equal content should give equal bytes: a value that was handed out and mutated is noticed by comparing them. Where
     * that cannot be had (hash iteration order), the price is a needless write, never a lost one.
     *
     * @throws AttributeLimitException if the value is deeper nested or larger than the codec allows
     * @throws IllegalArgumentException if the value, or a value inside it, cannot be encoded
     */
    byte[] encode(Object value);

    /**
     * The value that these bytes stand for; a new object at each call unless it is immutable.
     *
     * @throws UnreadableAttributeException if the bytes are not what this codec writes, or name a type that is not allowed
     *     or not there; must never allocate more than the bytes given can back
     */
    Object decode(byte[] encoded);

    /**
     * Whether a decoded value can never change, so that it need not be compared at the end of the request.
     *
     * <p>False by default, which is always safe.
     */
    default boolean isImmutable(Object value) {
        return false;
    }
}
