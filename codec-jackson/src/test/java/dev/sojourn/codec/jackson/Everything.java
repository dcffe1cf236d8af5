// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec.jackson;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.Currency;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** A component of each type that a field may have. */
record Everything(
        boolean aBoolean,
        byte aByte,
        short aShort,
        char aChar,
        int anInt,
        long aLong,
        float aFloat,
        double aDouble,
        double notANumber,
        Boolean boxedBoolean,
        Byte boxedByte,
        Short boxedShort,
        Character boxedChar,
        Integer boxedInt,
        Long boxedLong,
        Float boxedFloat,
        Double boxedDouble,
        String text,
        BigInteger bigInteger,
        BigDecimal bigDecimal,
        UUID uuid,
        Locale locale,
        Currency currency,
        URI uri,
        Instant instant,
        Duration duration,
        Period period,
        LocalDate localDate,
        LocalTime localTime,
        LocalDateTime localDateTime,
        OffsetDateTime offsetDateTime,
        OffsetTime offsetTime,
        ZonedDateTime zonedDateTime,
        ZoneId zoneId,
        ZoneOffset zoneOffset,
        Year year,
        YearMonth yearMonth,
        MonthDay monthDay,
        Date date,
        DayOfWeek dayOfWeek,
        OptionalInt optionalInt,
        OptionalLong optionalLong,
        OptionalDouble optionalDouble,
        Optional<String> optional,
        Optional<String> noOptional,
        List<String> list,
        Collection<Integer> collection,
        Set<String> set,
        TreeSet<String> treeSet,
        EnumSet<DayOfWeek> enumSet,
        EnumMap<DayOfWeek, Integer> enumMap,
        Map<String, Long> map,
        SortedMap<String, Long> sortedMap,
        Map<String, List<Optional<Integer>>> nested) {

    @SuppressWarnings("JavaUtilDate") // what applications have is what they store
    static Everything sample() {
        return new Everything(
                true,
                (byte) -1,
                (short) -2,
                'x',
                Integer.MIN_VALUE,
                Long.MIN_VALUE,
                1.1f,
                Double.MIN_VALUE,
                Double.NaN,
                true,
                (byte) 1,
                (short) 2,
                '\u20ac',
                3,
                4L,
                Float.MAX_VALUE,
                0.1,
                "Z\u00fcrich \"\\ \ud83d\ude00 \u0000",
                BigInteger.TWO.pow(200),
                new BigDecimal("12.50"),
                UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"),
                Locale.forLanguageTag("zh-Hant-TW"),
                Currency.getInstance("CHF"),
                URI.create("https://example.org/?q=1#f"),
                Instant.parse("2026-11-23T10:00:00.123456789Z"),
                Duration.ofSeconds(-1, 5),
                Period.of(1, -2, 3),
                LocalDate.of(2026, 11, 23),
                LocalTime.of(1, 2, 3, 4),
                LocalDateTime.of(2026, 11, 23, 1, 2, 3, 4),
                OffsetDateTime.parse("2026-11-23T01:02:03.000000004+05:30"),
                OffsetTime.parse("01:02:03.000000004+05:30"),
                ZonedDateTime.parse("2026-11-23T01:02:03.000000004+01:00[Europe/Paris]"),
                ZoneId.of("America/New_York"),
                ZoneOffset.ofHours(-3),
                Year.of(2026),
                YearMonth.of(2026, 11),
                MonthDay.of(2, 29),
                new Date(1_234_567_890_123L),
                DayOfWeek.MONDAY,
                OptionalInt.of(1),
                OptionalLong.empty(),
                OptionalDouble.of(0.5),
                Optional.of("there"),
                Optional.empty(),
                List.of("b", "a"),
                List.of(1, 2),
                new LinkedHashSet<>(List.of("z", "a", "m")),
                new TreeSet<>(List.of("b", "a")),
                EnumSet.of(DayOfWeek.SUNDAY, DayOfWeek.MONDAY),
                new EnumMap<>(Map.of(DayOfWeek.MONDAY, 1)),
                new LinkedHashMap<>(Map.of("k", 1L)),
                new TreeMap<>(Map.of("a", 1L, "b", 2L)),
                Map.of("n", List.of(Optional.of(1), Optional.empty())));
    }
}
