// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SimpleValueCodecTest {
    private final SimpleValueCodec codec = new SimpleValueCodec(AttributeLimits.DEFAULT);

    @Test
    void values_at_the_ends_of_their_ranges_come_back() {
        List<Object> values = List.of(
                Byte.MIN_VALUE,
                Short.MIN_VALUE,
                Short.MAX_VALUE,
                Character.MAX_VALUE,
                Integer.MIN_VALUE,
                Integer.MAX_VALUE,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                Float.NaN,
                -0.0f,
                Double.NEGATIVE_INFINITY,
                -0.0,
                Double.MIN_VALUE,
                BigInteger.ZERO,
                BigInteger.TWO.pow(4_000).negate(),
                new BigDecimal(BigInteger.ONE, Integer.MIN_VALUE),
                new BigDecimal(BigInteger.TEN, Integer.MAX_VALUE),
                Instant.MIN,
                Instant.MAX,
                Duration.ofSeconds(Long.MIN_VALUE),
                Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
                LocalDate.MIN,
                LocalDate.MAX,
                LocalTime.MAX,
                LocalDateTime.MIN,
                OffsetDateTime.MIN,
                OffsetDateTime.MAX,
                Year.of(Year.MIN_VALUE),
                new UUID(-1, 0),
                "");
        for (Object value : values) {
            assertTrue(Values.same(value, codec.decode(codec.encode(value))), value.getClass() + " was changed");
        }
    }

    @Test
    void a_not_a_number_keeps_its_payload() {
        double odd = Double.longBitsToDouble(0x7ff8_0000_0000_1234L);
        Double back = (Double) codec.decode(codec.encode(odd));
        assertEquals(Double.doubleToRawLongBits(odd), Double.doubleToRawLongBits(back));
    }

    @Test
    void any_text_comes_back_also_with_half_of_a_surrogate_pair() {
        for (String text :
                List.of("a", "é", "€", "\ud83d\ude00", "\ud83d", "\ude00\ud83d", "x\udfff", "\0", "\uffff")) {
            assertEquals(text, codec.decode(codec.encode(text)), () -> "a text of " + text.length());
        }
    }

    @Test
    void a_time_in_the_hour_that_happens_twice_comes_back_as_the_same_moment() {
        ZonedDateTime first = ZonedDateTime.of(LocalDateTime.of(2026, 10, 25, 2, 30), ZoneId.of("Europe/Paris"));
        ZonedDateTime second = first.withLaterOffsetAtOverlap();
        assertEquals(first, codec.decode(codec.encode(first)));
        assertEquals(second, codec.decode(codec.encode(second)));
        assertNotEquals(first.toInstant(), second.toInstant());
    }

    @Test
    void zones_of_every_form_come_back() {
        for (String id : List.of("Z", "UTC", "GMT0", "UTC+01:00", "+05:45", "America/Argentina/Buenos_Aires")) {
            assertEquals(ZoneId.of(id), codec.decode(codec.encode(ZoneId.of(id))));
        }
    }

    @Test
    void locales_of_every_form_come_back() {
        for (String tag : List.of("und", "de", "zh-Hant-TW", "ja-JP-u-ca-japanese-x-lvariant-JP", "en-US-x-private")) {
            assertEquals(Locale.forLanguageTag(tag), codec.decode(codec.encode(Locale.forLanguageTag(tag))));
        }
        for (Locale locale : Locale.getAvailableLocales()) {
            if (Locale.forLanguageTag(locale.toLanguageTag()).equals(locale)) {
                assertEquals(locale, codec.decode(codec.encode(locale)));
            }
        }
    }

    @Test
    void a_locale_without_a_tag_of_its_own_is_refused_when_it_is_set() {
        Locale odd = new Locale("de", "CH", "not a variant");
        assertThrows(
                IllegalArgumentException.class, () -> AttributeCodecs.standard().encode(odd, true));
    }

    @Test
    void an_enum_constant_with_a_body_comes_back_as_the_same_constant() {
        assertSame(Shape.ROUND, codec.decode(codec.encode(Shape.ROUND)));
        assertSame(TimeUnit.SECONDS, codec.decode(codec.encode(TimeUnit.SECONDS)));
    }

    @Test
    void plain_values_are_those_that_nobody_can_change() {
        for (Object value : DocumentedValues.ALL.values()) {
            boolean expected = !(value.getClass().isArray()
                    || value instanceof Date
                    || value instanceof Iterable<?>
                    || value instanceof Map<?, ?>);
            assertEquals(
                    expected, SimpleValueCodec.isPlain(value), value.getClass().getName());
            assertEquals(expected, codec.isImmutable(value), value.getClass().getName());
        }
    }

    @Test
    void a_subclass_of_a_plain_class_is_not_plain() {
        assertFalse(SimpleValueCodec.isPlain(new OddNumber()));
        assertFalse(codec.supports(new OddNumber()));
        assertFalse(codec.supports(new OddDate()));
    }

    @Test
    void the_size_of_a_plain_value_is_the_number_of_its_bytes() {
        for (Object value : DocumentedValues.ALL.values()) {
            if (SimpleValueCodec.isPlain(value)) {
                assertEquals(codec.encode(value).length, SimpleValueCodec.sizeOfPlain(value));
                assertArrayEquals(codec.encode(value), SimpleValueCodec.encodePlain(value));
            }
        }
        for (int length : new int[] {0, 1, 127, 128, 16_383, 16_384}) {
            String text = "ö".repeat(length);
            assertEquals(codec.encode(text).length, SimpleValueCodec.sizeOfPlain(text));
        }
    }

    @Test
    void equal_content_gives_equal_bytes_whatever_the_history() {
        List<String> grown = new ArrayList<>(1_000);
        grown.add("a");
        Map<String, Integer> map = new HashMap<>(Map.of("a", 1, "b", 2));
        byte[] once = codec.encode(map);

        assertArrayEquals(codec.encode(new ArrayList<>(List.of("a"))), codec.encode(grown));
        assertArrayEquals(once, codec.encode(codec.decode(once)));
    }

    @Test
    void each_decoding_gives_an_object_of_its_own() {
        byte[] encoded = codec.encode(new ArrayList<>(List.of("a")));
        assertNotSameButEqual(codec.decode(encoded), codec.decode(encoded));
    }

    @Test
    void bytes_are_copied_on_the_way_in_and_out() {
        byte[] value = {1, 2, 3};
        byte[] encoded = codec.encode(value);
        value[0] = 9;
        assertArrayEquals(new byte[] {1, 2, 3}, assertInstanceOf(byte[].class, codec.decode(encoded)));
    }

    @Test
    void a_value_beyond_the_size_limit_is_refused_before_it_fills_the_heap() {
        SimpleValueCodec small = new SimpleValueCodec(AttributeLimits.DEFAULT.withAttributeBytes(100));
        assertThrows(AttributeLimitException.class, () -> small.encode("x".repeat(100)));
        assertEquals(100, small.encode("x".repeat(98)).length);

        List<Object> doubling = new ArrayList<>();
        for (int level = 0; level < 31; level++) {
            doubling = new ArrayList<>(Arrays.asList(doubling, doubling));
        }
        List<Object> two_to_the_31 = doubling;
        assertTrue(codec.supports(two_to_the_31));
        assertThrows(AttributeLimitException.class, () -> codec.encode(two_to_the_31));
    }

    @Test
    void a_collection_that_holds_itself_is_refused_as_too_deep() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        Map<Object, Object> map = new HashMap<>();
        map.put("self", map);
        Object[] array = new Object[1];
        array[0] = array;
        for (Object cyclic : List.of(new Object[] {list}, new Object[] {map}, new Object[] {array})) {
            Object value = ((Object[]) cyclic)[0];
            assertTrue(codec.supports(value));
            assertThrows(AttributeLimitException.class, () -> codec.encode(value));
        }
    }

    @Test
    void collections_nest_up_to_the_limit_and_not_beyond() {
        AttributeLimits limits = new AttributeLimits(1_000, 1_000, 1, 1, 3);
        SimpleValueCodec shallow = new SimpleValueCodec(limits);
        List<?> three = List.of(List.of(List.of("x")));
        assertEquals(three, shallow.decode(shallow.encode(three)));
        assertThrows(AttributeLimitException.class, () -> shallow.encode(List.of(three)));
        assertThrows(UnreadableAttributeException.class, () -> shallow.decode(codec.encode(List.of(three))));
    }

    @Test
    void the_deepest_nesting_that_limits_allow_needs_no_more_than_a_default_stack() throws Exception {
        AttributeLimits limits = new AttributeLimits(1 << 16, 1 << 16, 1, 1, 512);
        SimpleValueCodec deep = new SimpleValueCodec(limits);
        List<Object> value = new ArrayList<>();
        for (int level = 1; level < 512; level++) {
            value = new ArrayList<>(Arrays.asList((Object) value));
        }
        Object whole = value;
        List<Object> result = new ArrayList<>();
        Thread small =
                new Thread(null, () -> result.add(deep.decode(deep.encode(whole))), "default stack", 1024 * 1024);
        small.start();
        small.join(10_000);
        assertEquals(1, result.size());
    }

    @Test
    void keys_that_can_change_are_left_to_another_codec() {
        Object set = new HashSet<>(List.of(new ArrayList<>(List.of("a"))));
        Map<Object, Object> map = new HashMap<>();
        map.put(new byte[0], 1);
        assertFalse(codec.supports(set));
        assertFalse(codec.supports(map));
        assertThrows(IllegalArgumentException.class, () -> codec.encode(set));
        assertThrows(IllegalArgumentException.class, () -> codec.encode(map));
    }

    @Test
    void a_value_of_an_unknown_class_is_refused_by_name() {
        List<Object> list = List.of("a", new IllegalStateException("do not show"));
        assertFalse(codec.supports(list));
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> codec.encode(list));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains("java.lang.IllegalStateException"));
        assertFalse(message.contains("do not show"));
    }

    @Test
    void no_text_is_longer_than_its_bytes_in_the_standard_form() {
        assertEquals("x".getBytes(StandardCharsets.UTF_8).length + 2, codec.encode("x").length);
    }

    private static void assertNotSameButEqual(Object one, Object other) {
        assertEquals(one, other);
        assertFalse(one == other);
    }

    private enum Shape {
        ROUND {
            @Override
            public String toString() {
                return "round";
            }
        }
    }

    private static final class OddNumber extends BigInteger {
        private static final long serialVersionUID = 1L;

        OddNumber() {
            super("1");
        }
    }

    @SuppressWarnings("JavaUtilDate") // the class in question
    private static final class OddDate extends Date {
        private static final long serialVersionUID = 1L;
    }
}
