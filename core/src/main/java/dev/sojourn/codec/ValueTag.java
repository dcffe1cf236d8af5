// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec;

/**
 * The first byte of each value that {@link SimpleValueCodec} writes.
 *
 * <p>These numbers are a storage format: they are never changed and never used again for something else. A new type takes a
 * free number, which an older reader refuses as unknown. 0 is no tag, so that zeroed memory is no value. What follows each
 * tag is described in {@code docs/storage/attributes.md}.
 */
final class ValueTag {
    static final int NULL = 0x01;
    static final int FALSE = 0x02;
    static final int TRUE = 0x03;
    static final int BYTE = 0x04;
    static final int SHORT = 0x05;
    static final int CHARACTER = 0x06;
    static final int INTEGER = 0x07;
    static final int LONG = 0x08;
    static final int FLOAT = 0x09;
    static final int DOUBLE = 0x0a;
    static final int BIG_INTEGER = 0x0b;
    static final int BIG_DECIMAL = 0x0c;

    static final int STRING = 0x10;
    static final int STRING_UTF_16 = 0x11;
    static final int ENUM = 0x12;
    static final int UUID = 0x13;
    static final int LOCALE = 0x14;
    static final int CURRENCY = 0x15;
    static final int URI = 0x16;

    static final int INSTANT = 0x20;
    static final int DURATION = 0x21;
    static final int PERIOD = 0x22;
    static final int LOCAL_DATE = 0x23;
    static final int LOCAL_TIME = 0x24;
    static final int LOCAL_DATE_TIME = 0x25;
    static final int OFFSET_DATE_TIME = 0x26;
    static final int OFFSET_TIME = 0x27;
    static final int ZONED_DATE_TIME = 0x28;
    static final int ZONE_OFFSET = 0x29;
    static final int ZONE_REGION = 0x2a;
    static final int YEAR = 0x2b;
    static final int YEAR_MONTH = 0x2c;
    static final int MONTH_DAY = 0x2d;
    static final int DATE = 0x2e;

    static final int BOOLEANS = 0x30;
    static final int BYTES = 0x31;
    static final int SHORTS = 0x32;
    static final int CHARS = 0x33;
    static final int INTS = 0x34;
    static final int LONGS = 0x35;
    static final int FLOATS = 0x36;
    static final int DOUBLES = 0x37;
    static final int ARRAY = 0x38;

    static final int LIST = 0x40;
    static final int UNMODIFIABLE_LIST = 0x41;
    static final int LINKED_LIST = 0x42;
    static final int SET = 0x48;
    static final int UNMODIFIABLE_SET = 0x49;
    static final int SORTED_SET = 0x4a;
    static final int UNMODIFIABLE_SORTED_SET = 0x4b;
    static final int ENUM_SET = 0x4c;
    static final int MAP = 0x50;
    static final int UNMODIFIABLE_MAP = 0x51;
    static final int SORTED_MAP = 0x52;
    static final int UNMODIFIABLE_SORTED_MAP = 0x53;
    static final int CONCURRENT_MAP = 0x54;

    private ValueTag() {}
}
