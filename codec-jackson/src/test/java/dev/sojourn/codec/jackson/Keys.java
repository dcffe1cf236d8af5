// SPDX-License-Identifier: Apache-2.0
package dev.sojourn.codec.jackson;

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
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.Map;
import java.util.UUID;

/** A map with keys of each class that keys may have. */
record Keys(
        Map<String, Integer> strings,
        Map<Byte, Integer> bytes,
        Map<Short, Integer> shorts,
        Map<Integer, Integer> integers,
        Map<Long, Integer> longs,
        Map<Boolean, Integer> booleans,
        Map<Character, Integer> characters,
        Map<UUID, Integer> uUIDs,
        Map<URI, Integer> uRIs,
        Map<Currency, Integer> currencys,
        Map<Instant, Integer> instants,
        Map<Duration, Integer> durations,
        Map<Period, Integer> periods,
        Map<LocalDate, Integer> localDates,
        Map<LocalTime, Integer> localTimes,
        Map<LocalDateTime, Integer> localDateTimes,
        Map<OffsetDateTime, Integer> offsetDateTimes,
        Map<OffsetTime, Integer> offsetTimes,
        Map<ZoneId, Integer> zoneIds,
        Map<ZoneOffset, Integer> zoneOffsets,
        Map<YearMonth, Integer> yearMonths,
        Map<MonthDay, Integer> monthDays,
        Map<DayOfWeek, Integer> dayOfWeeks) {

    static Keys sample() {
        return new Keys(
                Map.of("a.b", 1),
                Map.of((byte) -1, 1),
                Map.of((short) -2, 1),
                Map.of(-3, 1),
                Map.of(-4L, 1),
                Map.of(true, 1),
                Map.of('x', 1),
                Map.of(UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"), 1),
                Map.of(URI.create("a:b"), 1),
                Map.of(Currency.getInstance("CHF"), 1),
                Map.of(Instant.parse("2026-11-23T10:00:00.123456789Z"), 1),
                Map.of(Duration.ofSeconds(-1, 5), 1),
                Map.of(Period.of(1, -2, 3), 1),
                Map.of(LocalDate.of(2026, 11, 23), 1),
                Map.of(LocalTime.of(1, 2, 3, 4), 1),
                Map.of(LocalDateTime.of(2026, 11, 23, 1, 2, 3, 4), 1),
                Map.of(OffsetDateTime.parse("2026-11-23T01:02:03.000000004+05:30"), 1),
                Map.of(OffsetTime.parse("01:02:03.000000004+05:30"), 1),
                Map.of(ZoneId.of("America/New_York"), 1),
                Map.of(ZoneOffset.ofHours(-3), 1),
                Map.of(YearMonth.of(2026, 11), 1),
                Map.of(MonthDay.of(2, 29), 1),
                Map.of(DayOfWeek.MONDAY, 1));
    }
}
